#!/usr/bin/env python3
"""Lets the database refuse a record in the middle of a delivery, then kills the pipeline in the middle of one. Nothing of either may count."""
import os
import time

import deliveries
import lab
import pipeline

REFUSE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute('DROP TRIGGER IF EXISTS full')
    if len(sys.argv) > 2:
        db.execute(f"CREATE TRIGGER full BEFORE INSERT ON readings WHEN NEW.kwh = {float(sys.argv[2])} BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
"""
HINT = 'One transaction for each file: `with connection:` commits at its end, or not at all. Then no reader ever sees half a delivery.'
draw = lab.rng()
before, delivery = deliveries.good(draw, 5), deliveries.good(draw, 1800)
with pipeline.Work() as work:
    work.load(work.file('sunday.csv', deliveries.text(before)))
    kept = [deliveries.row(fields) for fields in before]
    middle = deliveries.good(draw, 40)
    middle[20][2] = '77.125'
    path = work.file('saturday.csv', deliveries.text(middle))
    lab.as_learner(['python3', '-I', '-c', REFUSE, work.db, '77.125'])
    lab.as_learner(work.command(path), timeout=20)
    pipeline.same_readings('Where the database refuses a record in the middle, nothing of the delivery is there', kept, work.contents()['readings'], HINT)
    lab.as_learner(['python3', '-I', '-c', REFUSE, work.db])
    # A pipe in the file's place: it ends when the check says so.
    pipe = os.path.join(work.inbox, 'pipe', 'monday.csv')
    os.mkdir(os.path.dirname(pipe), 0o755)
    os.mkfifo(pipe)
    os.chmod(pipe, 0o644)
    half = deliveries.text(delivery[:1400]).encode()
    with lab.spawn(work.command(pipe), as_learner=True) as loading:
        sink = None
        until = time.monotonic() + 15
        while sink is None and loading.running and time.monotonic() < until:
            try:
                sink = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                time.sleep(0.02)
        lab.require('The pipeline opens the file that it is given', sink is not None, expected='it reads the delivery', found=loading.err[-300:] or 'it never did')
        while half and loading.running and time.monotonic() < until:
            try:
                half = half[os.write(sink, half[:4096]):]
            except BlockingIOError:
                time.sleep(0.02)
            except BrokenPipeError:
                break
        lab.require('It reads the delivery', not half, expected='it reads on while there is more', found=loading.err.strip()[-300:] or 'it stopped', file='etl/load.py')
        # A moment for what it has read; then the power fails.
        time.sleep(0.5)
        loading.stop()
        os.close(sink)
    pipeline.same_readings('Killed half-way, nothing of the delivery is there', kept, work.contents()['readings'], HINT)
    work.load(work.file('monday.csv', deliveries.text(delivery)))
    lab.check('The next run loads all of it', len(work.contents()['readings']) == len(before) + len(delivery),
              expected=f'{len(before) + len(delivery)} readings', found=f"{len(work.contents()['readings'])}", file='etl/load.py',
              hint='What a killed run leaves behind must not keep the next one from its work.')
