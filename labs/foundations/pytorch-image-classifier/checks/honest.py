#!/usr/bin/env python3
"""Trains on labels drawn by lot: there is nothing to learn, and the accuracy that is told must say so."""
import bench
import lab

COUNT = 250
with bench.Bench() as work:
    _, claim = work.train(images=work.images[:COUNT], labels=work.draw.integers(0, 10, COUNT), epochs=120)
    lab.check('With labels drawn by lot, it claims no more than luck', claim < 0.3, expected='about 0.1', found=f'{claim:.2f}', file='train.py',
              hint='It was measured with images it had learned from, and those it can know by heart. data.split() holds some back: measure with these alone.',
              docs='https://scikit-learn.org/1.2/modules/cross_validation.html')
