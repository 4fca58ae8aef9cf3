#!/usr/bin/env python3
"""Divides messages several times, and looks for conversations that are on both sides."""
import bench
import lab

CODE = '''
import data
lots = [data.split([dict(m) for m in given['messages']], seed) for seed in given['seeds']]
print(json.dumps([[[m['id'] for m in lot] for lot in pair] for pair in lots]))
'''
with bench.Bench() as work:
    messages = [{**message, 'id': number} for number, message in enumerate(work.lot('split', 150))]
    seed = work.draw.randint(1, 9999)
    first, again, *others = work.call(CODE, {'messages': messages, 'seeds': [seed, seed, seed + 1, seed + 2]}, file='data.py', name='data.split() can be called')
    threads = [{messages[number]['thread'] for number in lot} for lot in first]
    both = sorted(threads[0] & threads[1])
    lab.check('No conversation is on both sides', not both, expected='each thread in one lot', found=f'{len(both)} of {len(threads[0] | threads[1])} threads are in both, {both[0]} for one' if both else None,
              file='data.py', hint='Draw threads, not messages: all messages of a thread go where it goes.', docs='https://scikit-learn.org/1.2/modules/cross_validation.html#group-k-fold')
    lab.check('Each message is in one lot, once', sorted(first[0] + first[1]) == list(range(len(messages))), expected=f'{len(messages)} messages', found=f'{len(first[0])} and {len(first[1])}', file='data.py')
    share = len(threads[1]) / len(threads[0] | threads[1])
    lab.check('A fifth of the threads is held back', 0.15 <= share <= 0.26, expected='about 20 %', found=f'{share:.0%}', file='data.py')
    lab.check('One seed always gives the same two lots', first == again, expected='the same threads held back', found='others', file='data.py', hint='random.Random(seed) is a generator of its own, which starts from the seed.')
    lab.check('Other seeds hold back others', any(sorted(held) != sorted(first[1]) for _, held in others), expected='other threads', found='always the same ones',
              file='data.py', hint='The last threads of a file, or those with the smallest numbers, are not a sample. Draw them, with the seed.')
