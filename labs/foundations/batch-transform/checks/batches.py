#!/usr/bin/env python3
"""Counts how often the model is called, and with how many records."""
import math

import job
import lab

LIMIT = 200
draw = lab.rng()
with job.Job([draw.randint(300, 900) for _ in range(6)]) as batch:
    batch.finish()
    batch.judge('Each object has its scores', 'See the first check.')
    few = sum(math.ceil(len(records) / LIMIT) for records in batch.objects.values())
    lab.check('The model gets at most 200 records at a time', max(batch.calls, default=0) <= LIMIT, expected='200 or fewer', found=f'{max(batch.calls, default=0)} in one call',
              hint='A batch as large as the object needs as much memory as the object. Cut it: records[start:start + 200].', file='score.py')
    lab.check('And not many fewer', len(batch.calls) <= 2 * few, expected=f'about {few} calls for {batch.records} records',
              found=f'{len(batch.calls)} calls', hint='A call costs nearly the same for 200 records as for one. Collect them first.', file='score.py')
