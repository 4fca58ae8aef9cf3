#!/usr/bin/env python3
"""Asks about each message alone, and beside one that is much longer."""
import bench
import lab

CODE = '''
from network import Network
from tokens import Vocabulary
model = Network(Vocabulary([message['text'] for message in given['messages']]))
model.fit(given['messages'], 1, 2)
together = model.predict([*given['texts'], given['long']])[:-1]
alone = [model.predict([text])[0] for text in given['texts']]
print(json.dumps([[[str(queue), float(share)] for queue, share in told] for told in (together, alone)]))
'''
with bench.Bench() as work:
    texts = [message['text'] for message in work.lot('hidden', 12)] + ['???']
    together, alone = work.call(CODE, {'messages': work.lot('tickets', 150), 'texts': texts, 'long': ' '.join(texts)}, file='network.py', timeout=150,
                                name='The network answers for one message, for many, and for one without words')
    odd = [n for n in range(len(texts)) if together[n][0] != alone[n][0] or abs(together[n][1] - alone[n][1]) > 1e-4]
    lab.check('What is asked together changes no answer', not odd, expected=f'{alone[odd[0]]} for a message, as when it is asked alone' if odd else 'the same queue and probability', found=f'{together[odd[0]]} beside a long one' if odd else None,
              file='network.py', hint='Short rows are filled up with 0 to the length of the longest, and the network has read on through the zeros. pack_padded_sequence(..., lengths, ...) ends each row where it ends.',
              docs='https://pytorch.org/docs/1.13/generated/torch.nn.utils.rnn.pack_padded_sequence.html')
