#!/usr/bin/env python3
"""The type checker agrees with the learner's code, and knows enough to refuse a caller's mistakes."""
import os
import re
import shutil
import tempfile

import lab
import pipeline

RIGHT = '''
from datetime import datetime, timedelta
from etl.parse import Reading, parse

reading: Reading = parse(['M-0001'])
total: float = reading.kwh + 1.5
later: datetime = reading.time + timedelta(minutes=15)
following: int = reading.revision + 1
words: str = reading.meter.lower() + reading.note
'''
# Each is a mistake of a caller that shows at once where the reading's fields have types.
MISTAKES = {
    'reading.kwh + "1.5"': 'kwh: float', 'reading.time + 900': 'time: datetime', 'reading.revision + "a"': 'revision: int',
    'reading.meter + 1': 'meter: str', 'reading.note + 1': 'note: str', 'parse("M-0001,now,1,1,")': 'parse(fields: list[str])',
}
folder = tempfile.mkdtemp(prefix='etl-', dir='/tmp')
os.chown(folder, *pipeline.learner_ids())


def mypy(*paths):
    return lab.as_learner(['python3', '-m', 'mypy', '--strict', '--no-error-summary', '--show-error-codes', '--hide-error-context',
                           '--config-file=', '--cache-dir', f'{folder}/cache', *paths], cwd=folder, timeout=60)


try:
    copied = lab.as_learner(['cp', '-r', os.path.join(lab.workspace, 'etl'), folder])
    lab.require('Your folder has the package etl', bool(copied), expected='etl/', found=copied.err.strip())
    found = mypy('etl')
    lines = (found.out + found.err).strip().splitlines()
    place = re.match(r'(\S+?):(\d+):', lines[0]) if lines else None
    lab.require('mypy --strict etl has nothing to say', bool(found), expected='no errors', found='\n'.join(lines[:4]) or found.ended,
                file=place[1] if place else 'etl/parse.py', line=int(place[2]) if place else 1,
                hint='Say what goes in and what comes out: def parse(fields: list[str]) -> Reading.', docs='https://mypy.readthedocs.io/en/stable/cheat_sheet_py3.html')
    lab.as_learner(['tee', f'{folder}/right.py'], input=RIGHT)
    lab.as_learner(['tee', f'{folder}/wrong.py'], input='\n'.join(['from etl.parse import parse', 'reading = parse([])', *MISTAKES]) + '\n')
    right = mypy('right.py')
    lab.require('Right use of a reading is accepted', bool(right), expected='no errors', found=right.out.strip()[:400], file='etl/parse.py',
                hint='meter: str, time: datetime, kwh: float, revision: int, note: str')
    told = mypy('wrong.py').out
    missed = [mistake for number, mistake in enumerate(MISTAKES, 3) if f'wrong.py:{number}:' not in told]
    lab.check('Wrong use of a reading is refused', not missed, expected=f'an error for {missed[0]}' if missed else 'errors', found='none',
              hint=f'The type checker knows nothing of this value. Say it: {MISTAKES[missed[0]]}' if missed else None, file='etl/parse.py')
finally:
    shutil.rmtree(folder, ignore_errors=True)
