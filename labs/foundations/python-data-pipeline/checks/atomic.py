#!/usr/bin/env python3
"""Kills the pipeline in the middle of a delivery. Nothing of it may count, and the next run loads all."""
import os
import time

import deliveries
import lab
import pipeline

draw = lab.rng()
before, delivery = deliveries.good(draw, 5), deliveries.good(draw, 1800)
with pipeline.Work() as work:
    work.load(work.file('sunday.csv', deliveries.text(before)))
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
    pipeline.same_readings('Killed half-way, nothing of the delivery is there', [deliveries.row(fields) for fields in before], work.contents()['readings'],
                           'One transaction for each file: `with connection:` commits at its end, or not at all. Then no reader ever sees half a delivery.')
    work.load(work.file('monday.csv', deliveries.text(delivery)))
    lab.check('The next run loads all of it', len(work.contents()['readings']) == len(before) + len(delivery),
              expected=f'{len(before) + len(delivery)} readings', found=f"{len(work.contents()['readings'])}", file='etl/load.py',
              hint='What a killed run leaves behind must not keep the next one from its work.')
