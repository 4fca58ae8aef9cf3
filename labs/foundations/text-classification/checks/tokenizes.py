#!/usr/bin/env python3
"""Gives tokenize() what people type."""
import unicodedata

import bench
import lab

DOCS = 'https://docs.python.org/3.11/library/unicodedata.html#unicodedata.normalize'
with bench.Bench() as work:
    draw = work.draw
    ref, price = draw.randint(10000, 99999), f'{draw.randint(10, 99)}.{draw.randint(10, 99)}'
    word = ''.join(draw.choice('bdfgklm') + draw.choice('aeiou') for _ in range(3))
    decomposed = unicodedata.normalize('NFD', f'{word}é café für')
    cases = [
        ('Signs between words are no part of them', f'The {word}, (again): {word}!', ['the', word, 'again', word], 'Look for what a token is (letters), not for what lies between: re.finditer.'),
        ('Capitals make no other word', f'{word.upper()} Straße STRASSE', [word, 'strasse', 'strasse'], 'casefold() does what lower() does not: ß and SS become the same.'),
        ('Letters of every alphabet are letters', f'{word}é für Łódź кофе', [f'{word}é', 'für', 'łódź', 'кофе'], '[a-z] ends at the first é. [^\\W\\d_] is: a sign of words, neither digit nor _.'),
        ('An accent apart is the same letter', decomposed, [f'{word}é', 'café', 'für'], 'é is one character, or e and an accent. unicodedata.normalize makes one of both; do it first.'),
        ('Wide and joined characters are the usual ones', 'ＦＵＬＬ of\ufb01ce', ['full', 'office'], "NFKC, not NFC: it also makes ﬁ of two letters, and ＦＵＬＬ of the usual four."),
        ('An apostrophe stays inside its word, straight or curly', f"don't don\u2019t '{word}'", ["don't", "don't", word], "Replace \u2019 by ', and allow it between letters only."),
        ('Numbers become <num>', f'{price} EUR on 3/11 at 9:30, 2x 1,299.00', ['<num>', 'eur', 'on', '<num>', 'at', '<num>', '<num>', 'x', '<num>'],
         'A digit, and all digits . , : / - that follow it. That somebody tells an amount may matter; which amount is different in each message.'),
        ('Orders become <ref>', f'KL-{ref} and kl-{ref}.', ['<ref>', 'and', '<ref>'], 'Try the order before words and numbers: in an alternative A|B|C the first that matches wins.'),
        ('Nothing is no token', ' \n \u2026 ! ', [], 'An empty list.'),
    ]
    told = work.call('import tokens\nprint(json.dumps([list(tokens.tokenize(text)) for text in given]))', [case[1] for case in cases], file='tokens.py', name='tokenize() can be called')
    for (name, text, expected, hint), found in zip(cases, told):
        lab.check(name, found == expected, expected=f'{text!r}: {expected}', found=str(found), hint=hint, file='tokens.py', docs=DOCS if 'accent' in name or 'Wide' in name else None)
