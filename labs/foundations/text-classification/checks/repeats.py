#!/usr/bin/env python3
"""Trains twice with one seed, and once with another."""
import bench
import lab

CODE = '''
import hashlib
from network import Network
from tokens import Vocabulary
vocabulary, told = Vocabulary([message['text'] for message in given['messages']]), []
for seed in given['seeds']:
    model = Network(vocabulary)
    model.fit(given['messages'], seed, 1)
    weights = model.net.state_dict()
    told.append(hashlib.sha256(b''.join(weights[name].numpy().tobytes() for name in sorted(weights))).hexdigest())
print(json.dumps(told))
'''
DOCS = 'https://pytorch.org/docs/1.13/notes/randomness.html'
with bench.Bench() as work:
    seed = work.draw.randint(1, 9999)
    first, again, other = work.call(CODE, {'messages': work.lot('tickets', 100), 'seeds': [seed, seed, seed + 1]}, file='network.py', timeout=150, name='The network learns from few messages')
    lab.check(f'Trained twice with seed {seed}, all weights are the same', first == again, expected='the same bits', found='different ones', file='network.py', docs=DOCS,
              hint='The first weights and the order of messages are drawn: torch.manual_seed(seed), before the net is made.')
    lab.check('With another seed they are others', first != other, expected='other weights', found='the same bits', file='network.py', hint='Use the seed that fit() is given.')
