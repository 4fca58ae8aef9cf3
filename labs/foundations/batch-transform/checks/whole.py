#!/usr/bin/env python3
"""Kills the job in the middle of an object. What is in the output then must be whole."""
import job
import lab

draw = lab.rng()
with job.Job([draw.randint(650, 900) for _ in range(6)]) as batch:
    sizes = [len(records) for records in batch.objects.values()]
    batch.killed(sum(sizes[:3]) + 420)
    there = [name.removesuffix('.out') for name in batch.there() if name.endswith('.out')]
    faults = [fault for fault in map(batch.fault, there) if fault]
    lab.check('Killed in the middle of the fourth object, each .out that is there is whole', not faults, expected='whole objects only',
              found=faults[0] if faults else None, file='score.py',
              hint='A store shows an object when its upload is complete. Do the same: write under another name, then os.replace() to the right one.',
              docs='https://docs.python.org/3.11/library/os.html#os.replace')
    lab.check('What was finished before is there', len(there) >= 3, expected='3 objects', found=f'{len(there)}', file='score.py',
              hint='Write each object when it is scored. Who collects everything until the end loses everything before the end.')
