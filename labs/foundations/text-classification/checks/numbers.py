#!/usr/bin/env python3
"""Makes vocabularies of words that were drawn, and has texts encoded."""
import json

import bench
import lab

CODE = '''
import tokens
known = tokens.Vocabulary(given['texts'], **given['options'])
asked = given['ask']
print(json.dumps({'words': list(known.words), 'rows': [known.encode(text) for text in asked]}))
'''
with bench.Bench() as work:
    draw = work.draw
    often, twice, once, loud, never = (''.join(draw.choice('bdfgklm') + draw.choice('aeiou') for _ in range(3)) + end for end in 'nrstv')
    texts = [f'{often} {twice}', f'{twice} {often}', f'{once} {often}', f'{loud} {loud} {loud} {loud} {often}', often, f'{often}!']
    ask = [f'{often} {never} {twice}', never, '...', f'{twice} {twice}']

    def tell(hashseed, **options):
        return work.call(CODE, {'texts': texts, 'ask': ask, 'options': options}, file='tokens.py', hashseed=hashseed, name='Vocabulary() and encode() work, with words that are not known, too')

    told = tell('1', least=2)
    words = told['words']
    lab.check('The first two are <pad> and <unk>', words[:2] == ['<pad>', '<unk>'], expected="['<pad>', '<unk>', ...]", found=str(words[:2]), file='tokens.py')
    lab.check('It knows what at least so many messages have', set(words[2:]) == {often, twice}, expected=f'{often} and {twice}, which two messages have', found=', '.join(words[2:]), file='tokens.py',
              hint=f'Count messages, not occurrences: {loud} is four times in one message, and still the word of one customer. `for token in set(tokenize(text))`.')
    lab.require('Words are there', len(words) >= 4 and often in words and twice in words, expected=f'{often}, {twice}', found=', '.join(words), file='tokens.py')
    number = {word: words.index(word) for word in (often, twice)}
    lab.check('A word that is not known becomes 1', told['rows'][0] == [number[often], 1, number[twice]], expected=str([number[often], 1, number[twice]]), found=str(told['rows'][0]), file='tokens.py',
              hint='self.ids.get(token, 1): left out, nobody would know that there was something.')
    lab.check('A message without any token becomes [1]', told['rows'][2] == [1], expected='[1]', found=str(told['rows'][2]), file='tokens.py', hint='People send empty messages. A network needs at least one number to read: `... or [1]`.')
    many = [''.join(draw.choice('bdfgklm') + draw.choice('aeiou') for _ in range(4)) for _ in range(20)]
    same = [work.call(CODE, {'texts': [' '.join(many)] * 5, 'ask': [], 'options': {}}, file='tokens.py', hashseed=hashseed)['words'] for hashseed in '123']
    lab.check('Every run gives the same numbers', len({json.dumps(orders) for orders in same}) == 1, expected='the same order of words', found='another one', file='tokens.py',
              hint='A set has an order of its own in each run, and a model whose words moved is worthless. Sort: by count, then by the word itself.')
    usual = tell('1')['words']
    lab.check('Without being told, `least` is 5', usual == ['<pad>', '<unk>', often], expected=f"['<pad>', '<unk>', '{often}']", found=str(usual[:6]), file='tokens.py')
