#!/usr/bin/env python3
"""Has stand-ins measured, of which it is known how good, slow and large they are."""
import os

import bench
import lab

CODE = '''
import time
import evaluate
class StandIn:
    """Takes so many ms for each call, much longer for the first, and makes known mistakes."""
    def __init__(self, answers, ms):
        self.answers, self.ms, self.calls, self.alone = answers, ms, 0, 0
    def predict(self, texts):
        self.calls += 1
        self.alone += len(texts) == 1
        time.sleep(1.5 if self.calls <= given['slow'] else self.ms / 1000)
        return [(self.answers[text], 0.9) for text in texts]
answers = dict(zip([m['text'] for m in given['messages']], given['told']))
model = StandIn(answers, given['ms'])
print(json.dumps([evaluate.measure(model, given['messages'], given['path']), model.alone]))
'''
with bench.Bench() as work:
    draw = work.draw
    messages = list({message['text']: message for message in work.lot('hidden', 45)}.values())
    queues = sorted({message['queue'] for message in messages})
    told = [message['queue'] if draw.random() < 0.7 else draw.choice(queues) for message in messages]
    path = os.path.join(work.base, 'stand-in.pt')
    size, ms = draw.randint(60, 900), draw.randint(12, 18)
    with open(path, 'wb') as file:
        file.write(b'0' * (size * 1024))
    work.own(path)
    said, alone = work.call(CODE, {'messages': messages, 'told': told, 'ms': ms, 'slow': 6, 'path': path}, file='evaluate.py', timeout=90, name='evaluate.measure() can be called')
    macro, _ = bench.macro_f1([message['queue'] for message in messages], told)
    found = lab.get(said, 'macro_f1')
    lab.check('macro_f1 is that of these messages', isinstance(found, (int, float)) and abs(found - macro) < 1e-6, expected=f'{macro:.4f}', found=str(found), file='evaluate.py')
    found = lab.get(said, 'ms')
    lab.check('ms is what one message alone usually takes', alone >= 50 and isinstance(found, (int, float)) and 0.9 * ms <= found <= 4 * ms, expected=f'about {ms} ms, from at least 50 asked alone; the stand-in is slow six times, then quick', found=f'{found:.2f} ms, from {alone} asked alone' if isinstance(found, (int, float)) else str(found),
              file='evaluate.py', hint='Ask about one message after the other, at least 50, as customers do; a hundred at once take hardly longer than one. Take the median: a mean tells about the few slowest. '
              'time.perf_counter() counts seconds.', docs='https://docs.python.org/3.11/library/statistics.html#statistics.median')
    found = lab.get(said, 'kb')
    lab.check('kb is the size of the file', isinstance(found, (int, float)) and abs(found - size) < 0.5, expected=f'{size}', found=str(found), file='evaluate.py', hint='os.path.getsize(path) / 1024')
