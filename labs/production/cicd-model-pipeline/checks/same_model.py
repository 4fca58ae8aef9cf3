#!/usr/bin/env python3
"""Runs the pipeline of the learner's commit twice and compares what the two models say."""
import forge
import lab
import models

own = forge.own_pipeline()
models.trained(own)
first, second = forge.twice(own.commit)
rows = models.unseen(300)
one, two = (models.examine(models.trained(pipeline), own.commit, rows)['scores'] for pipeline in (first, second))
different = sum(abs(left - right) > 1e-9 for left, right in zip(one, two))
lab.check('Two runs for one commit train the same model', different == 0,
          expected=f'the same 300 predictions from pipelines {first.number} and {second.number}', found=f'{different} of 300 differ',
          hint='The forest draws samples and features at random. Give it a fixed seed, `random_state`, so that the draw is part of the commit.',
          file='train.py', docs='https://scikit-learn.org/1.2/common_pitfalls.html#controlling-randomness')
