#!/usr/bin/env python3
"""Gives each conversation a word of its own: a model may know those that it learned from, and no others."""
import bench
import lab

with bench.Bench() as work:
    messages, own = bench.marked(work.draw, 200, 6, list(work.named.values())[:3])
    model, _ = work.train('baseline.pkl', messages)
    words = set(work.call('import models\nprint(json.dumps(list(models.load(given).vocabulary.words)))', model, file='train.py', name='The saved model has its vocabulary'))
    known = sum(word in words for word in own) / len(own)
    lab.check('The vocabulary is made of what is learned from', known <= 0.86, expected='words of four in five conversations, those not held back', found=f'words of {known:.0%}', file='train.py',
              hint='In train.py the vocabulary comes after the split, and takes the texts of `learned`. Else the model has seen what it is measured with.',
              docs='https://scikit-learn.org/1.2/common_pitfalls.html#data-leakage')
    lab.check('It has their words', known >= 0.7, expected='words of four in five conversations', found=f'words of {known:.0%}', file='train.py', hint='Six messages have each of these words.')
