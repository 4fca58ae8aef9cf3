#!/usr/bin/env python3
"""_SUCCESS says that all is done, and is not there while it is not."""
import hashlib
import json
import os

import job
import lab


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


draw = lab.rng()
with job.Job([draw.randint(250, 500) for _ in range(5)]) as batch:
    mark = os.path.join(batch.output, '_SUCCESS')
    sizes = [len(records) for records in batch.objects.values()]
    batch.killed(sum(sizes[:2]) + 201)
    lab.check('Killed on the way, there is no _SUCCESS', not os.path.exists(mark), expected='no object _SUCCESS', found='one', file='score.py',
              hint='It is written last.')
    batch.finish()
    text = lab.as_learner(['cat', mark])
    try:
        told = json.loads(text.out)
    except ValueError:
        told = text.out or text.err.strip()
    right = {'objects': len(batch.objects), 'records': batch.records, 'model': digest(os.path.join(batch.folder, 'old.joblib'))}
    lab.require('At the end, _SUCCESS counts all of it', told == right, expected=right, found=told, file='score.py',
                hint='All objects and records of the input, also those that an earlier run scored; the model as the SHA-256 of its file.')
    key = sorted(batch.objects)[-1]
    batch.objects[key] = batch.objects[key][::-1]
    batch.put(key)
    batch.killed(201)
    lab.check('A new run takes the old _SUCCESS away before it changes anything', not os.path.exists(mark), expected='no object _SUCCESS, killed in the middle of a second run',
              found='that of the first run', file='score.py', hint='Remove it when the run begins: it speaks of an output that is about to change.')
    batch.finish()
    lab.check('And writes a new one', os.path.exists(mark), expected='_SUCCESS', found='none', file='score.py')
