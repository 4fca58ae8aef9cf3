#!/usr/bin/env python3
"""The disk is full in the middle of a promotion. Whoever reads the registry then must find a whole champion."""
import os

import bench
import lab

with bench.Bench(3000) as work:
    registry = work.registry(work.model(1.5))
    before = bench.champion(registry)
    large = work.model(0.2, weight=3_000_000)
    # No file may grow beyond a megabyte: the model does not fit, a line of JSON does. Blocks are of 512 bytes in sh.
    ran = work.run('promote.py', large, registry, before='ulimit -f 2000;')
    told, content = bench.champion(registry)
    lab.check('Where the model does not fit on the disk, promote.py does not end with 0', ran.code not in (0, None), expected='an error', found=ran.ended, file='promote.py')
    lab.check('And the champion is the one that it was', (told, content) == before, expected=str(before[0]), found=f'{told}, whose file is {"missing" if content is None else "there"}'[:300],
              file='promote.py', hint='First the model, whole and under its name. Only then what points to it. Then a crash in between leaves the old champion in its place.',
              docs='https://docs.python.org/3.11/library/os.html#os.replace')
    halves = [name for name in os.listdir(os.path.join(registry, 'models')) if name.endswith('.joblib') and bench.sha256(os.path.join(registry, 'models', name)) != name[:-7]]
    lab.check('No half of a model has the name of a whole one', not halves, expected='each file in models/ is what its name says', found=', '.join(halves)[:100], file='promote.py',
              hint='Write under another name in the same folder, then os.replace() to the right one.')
    ran = work.run('promote.py', large, registry)
    told, content = bench.champion(registry)
    lab.check('With space again, the same candidate is promoted', ran.code == 0 and content == bench.sha256(large) == lab.get(told, 'model'), expected='exit code 0, and it is champion',
              found=f'{ran.ended}: {ran.err.strip()[-150:]}', file='promote.py')
