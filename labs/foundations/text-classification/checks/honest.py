#!/usr/bin/env python3
"""Trains on conversations whose queue was drawn by lot: there is nothing to learn, and the figure that is told must say so."""
import bench
import lab

CODE = """
import data, models
held = data.split(given['messages'], 1)[1]
told = [queue for queue, _ in models.load(given['model']).predict([message['text'] for message in held])]
print(json.dumps(data.score([message['queue'] for message in held], told)))
"""
with bench.Bench() as work:
    messages, _ = bench.marked(work.draw, 300, 6, list(work.named.values())[:3])
    model, said = work.train('baseline.pkl', messages)
    claim = said.get('macro_f1', said.get('accuracy'))
    lab.require('It tells one figure', isinstance(claim, float), expected='accuracy, or from step 3 on macro_f1', found=str(said)[:200], file='train.py')
    lab.check('Where queues were drawn by lot, it claims no more than luck', claim < 0.6, expected='about 0.33, with three queues', found=f'{claim:.2f}', file='train.py',
              hint='It was measured with conversations that it had learned from. Learn from the first lot of data.split(), measure with the second.')
    again = work.call(CODE, {'messages': messages, 'model': model}, file='train.py', name='The saved model can be asked again')
    found = again.get('macro_f1', again.get('accuracy')) if isinstance(again, dict) else None
    lab.check('It tells what the saved model reaches with the second lot', isinstance(found, float) and abs(found - claim) < 1e-6, expected=f'{found}', found=f'{claim}', file='train.py',
              hint='data.score() of the answers for the second lot of data.split(), by the model that was saved.')
