#!/usr/bin/env python3
"""Candidates that cannot be judged: neither promoted nor "refused"."""
import os

import bench
import lab

with bench.Bench(1500) as work:
    registry = work.registry(work.model(1.0))
    before = bench.champion(registry)
    text = os.path.join(work.folder, 'text.joblib')
    with open(text, 'w', encoding='ascii') as file:
        file.write('not a model\n')
    os.chmod(text, 0o644)
    cases = {'a file that is no model': text, 'a file that is not there': f'{work.folder}/nothing.joblib', 'a model that cannot work with these rows': work.model(0.2, raises=True),
             'a model some of whose scores are NaN': work.model(0.2, nan=True)}
    for what, candidate in cases.items():
        ran = work.run('promote.py', candidate, registry)
        lab.check(f'For {what} the exit code is 2', ran.code == 2, expected='2', found=f'{ran.ended}: {ran.err.strip()[-150:]}', file='promote.py',
                  hint='"Worse" and "could not be measured" are two answers, and an exception ends Python with 1. Catch it, and end with 2. Ask numpy.isfinite of the scores.')
        lab.check('And the champion stays', bench.champion(registry) == before, expected=str(before[0]), found=str(bench.champion(registry)[0])[:200], file='promote.py')
