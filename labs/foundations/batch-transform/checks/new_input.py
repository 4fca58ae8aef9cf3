#!/usr/bin/env python3
"""One object is uploaded again with other content. That one is scored again, the others are not."""
import os

import job
import lab

draw = lab.rng()
with job.Job([draw.randint(100, 300) for _ in range(6)]) as batch:
    batch.finish()
    batch.judge('Each object has its scores', 'See the first step.')
    key = draw.choice(sorted(batch.objects)[1:])
    path = os.path.join(batch.input, key)
    before = os.stat(path)
    # Two customers change places: the same size, and the same time, as after a copy that keeps times.
    records = batch.objects[key]
    other = next(number for number in range(1, len(records)) if records[number]['features'] != records[0]['features'])
    records[0], records[other] = records[other], records[0]
    batch.put(key)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert os.path.getsize(path) == before.st_size
    batch.finish()
    batch.judge('A changed object is scored again', 'Size and time say little: a copy may keep both. Compare what the object holds, by a digest of it.')
    lab.check('The others are not', sum(batch.calls) == len(records), expected=f'{len(records)} records scored', found=f'{sum(batch.calls)}', file='score.py',
              hint='Keep a note for each object, not one for all.', docs='https://docs.python.org/3.11/library/hashlib.html')
