#!/usr/bin/env python3
"""A delivery much larger than the memory that the pipeline may have, good days and bad days."""
import os

import deliveries
import lab
import pipeline

LIMIT, NOTE = '64m', 4000
draw = lab.rng()
base = deliveries.good(draw, 22000)
letters = ''.join(draw.choices('abcdefghijklmnopqrstuvwxyz ', k=50000))


def write(path, every):
    """A delivery that is mostly notes, written record by record. Every so-many-th is malformed."""
    with open(path, 'w', newline='', encoding='utf-8') as file:
        file.write(deliveries.text([]))
        for number, fields in enumerate(base):
            start = number % (len(letters) - NOTE)
            kwh = 'broken' if number % every == 0 else fields[2]
            file.write(deliveries.text([[fields[0], fields[1], kwh, fields[3], letters[start:start + NOTE]]], header=False))


for name, every in (('good.csv', 20000), ('bad.csv', 2)):
    with pipeline.Work() as work:
        path = work.file(name, '')
        write(path, every)
        size = os.path.getsize(path) // 1000000
        aside = sum(number % every == 0 for number in range(len(base)))
        ran = lab.as_learner(work.command(path), timeout=60, memory=LIMIT)
        what = 'few' if every > 2 else 'half'
        pipeline.judge(ran, name, criterion=f'A delivery of {size} MB is loaded within 64 MB of memory, where {what} of its records are malformed',
                       hint='Nothing may grow with the file: no list of records, of readings or of what was put aside. Take one record, deal with it, forget it.')
        counted = lab.as_learner(['python3', '-I', '-c', 'import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\nfor table in ("readings", "quarantine"):\n'
                                  '    print(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])', work.db], timeout=20).out.split()
        lab.check('Every record of it is accounted for', counted == [str(len(base) - aside), str(aside)],
                  expected=f'{len(base) - aside} readings, {aside} in quarantine', found=' and '.join(counted), file='etl/load.py',
                  hint='The limit is one for memory, not for records.')
