#!/usr/bin/env python3
"""Trains on conversations whose queue was drawn by lot: there is nothing to learn, and the figure that is told must say so."""
import bench
import lab

with bench.Bench() as work:
    messages, _ = bench.marked(work.draw, 300, 6, list(work.named.values())[:3])
    _, said = work.train('baseline.pkl', messages)
    claim = said.get('macro_f1', said.get('accuracy'))
    lab.require('It tells one figure', isinstance(claim, float), expected='accuracy, or from step 3 on macro_f1', found=str(said)[:200], file='train.py')
    lab.check('Where queues were drawn by lot, it claims no more than luck', claim < 0.6, expected='about 0.33, with three queues', found=f'{claim:.2f}', file='train.py',
              hint='It was measured with conversations that it had learned from. Learn from the first lot of data.split(), measure with the second.')
