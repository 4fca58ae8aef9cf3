#!/usr/bin/env python3
"""Retires the stable version while it is answering slow requests."""
import time
from concurrent.futures import ThreadPoolExecutor

import lab
from stage import Load, Stage, last

with Stage() as stage, ThreadPoolExecutor(6) as pool:
    lab.require('traffic.py 0 ends well', bool(stage.run('traffic.py', '0')), expected='exit code 0', found='an error', file='traffic.py')
    slow = [pool.submit(stage.ask, '/slow?seconds=3') for _ in range(6)]
    time.sleep(0.7)
    stage.run('traffic.py', '100')
    with Load(stage) as load:
        ran = stage.run('retire.py', str(stage.stable.process.pid), timeout=40)
        time.sleep(0.5)
    answers = [each.result() for each in slow]
    lab.check('Whoever was being answered is answered', all(answer.status == 200 for answer in answers), expected='6 times 200', file='retire.py',
              found=str(next((answer for answer in answers if answer.status != 200), '')),
              hint='`set server versions/stable state drain` lets nobody new in. Then wait until current is 0, and only then send SIGTERM.')
    lab.check('retire.py ends with 0, and the old version is gone', ran.code == 0 and not stage.stable.process.running, expected='exit code 0, and no process', found=last(ran), file='retire.py')
    lab.check('Nobody else noticed', not load.seen['dropped'] and load.seen['canary'] > 0, expected='no request without an answer', found=f"{load.seen['dropped']}: {load.odd}", file='retire.py')
with Stage() as stage, ThreadPoolExecutor(1) as pool:
    stage.run('traffic.py', '0')
    slow = pool.submit(stage.ask, '/slow?seconds=8')
    time.sleep(0.7)
    stage.run('traffic.py', '100')
    ran = stage.run('retire.py', str(stage.stable.process.pid), '--limit', '2', timeout=40)
    lab.check('Where somebody is still being answered after --limit seconds, it ends with 1 and stops nothing', ran.code == 1 and stage.stable.process.running,
              expected='exit code 1, and the process runs', found=f'{last(ran)}; it {"runs" if stage.stable.process.running else "is gone"}', file='retire.py')
    answer = slow.result()
    lab.check('So that they get their answer', answer.status == 200, expected='200', found=str(answer), file='retire.py')
