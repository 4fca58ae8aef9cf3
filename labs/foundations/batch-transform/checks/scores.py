#!/usr/bin/env python3
"""Every object of a store that nobody has seen gets its scores."""
import job
import lab

draw = lab.rng()
with job.Job([draw.randint(20, 60) for _ in range(7)] + [1, 0]) as batch:
    batch.finish()
    batch.judge('Each object has its scores', 'Keys hold slashes: list the whole tree (os.walk), and keep the key, with .out behind it.')
    extra = [name for name in batch.there() if name.removesuffix('.out') not in batch.objects]
    lab.check('And nothing else is there', not extra, expected='one object for each of the input', found=', '.join(extra[:4]), file='score.py',
              hint='Who reads the output takes every object in it for scores.')
