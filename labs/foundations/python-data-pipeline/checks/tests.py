#!/usr/bin/env python3
"""The learner's tests pass on the learner's code, and fail where that code is broken, one way at a time."""
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor

import lab
import pipeline

HEAD = '''

import copy as _copy
import math as _math
from datetime import datetime as _datetime, timezone as _timezone
_right = parse


def _with(reading, name, value):
    changed = _copy.copy(reading)
    object.__setattr__(changed, name, value)
    return changed


def _instead(fields, column, text):
    return [*fields[:column], text, *fields[column + 1:]]


def parse(fields):
    fields = list(fields)
'''
# What is broken, and how: the learner's own parse(), with this in front of it.
BROKEN = {
    'times keep their digits and lose their offset': '''
    reading = _right(fields)
    return _with(reading, 'time', _datetime.fromisoformat(fields[1]).replace(tzinfo=_timezone.utc))''',
    'a time without an offset is taken': '''
    try:
        return _right(fields)
    except BadRecord:
        if len(fields) != 5 or '+' in fields[1] or fields[1].endswith('Z'):
            raise
        return _right(_instead(fields, 1, fields[1] + '+00:00'))''',
    'a negative kwh is taken': '''
    if len(fields) == 5 and fields[2].startswith('-'):
        return _with(_right(_instead(fields, 2, fields[2][1:])), 'kwh', float(fields[2]))
    return _right(fields)''',
    'a kwh that is not finite is taken': '''
    if len(fields) == 5 and fields[2].strip('+-').lower() in ('nan', 'inf', 'infinity'):
        return _with(_right(_instead(fields, 2, '1')), 'kwh', float(fields[2]))
    return _right(fields)''',
    'a kwh that is no number counts as 0': '''
    try:
        return _right(fields)
    except BadRecord:
        try:
            float(fields[2])
        except (ValueError, IndexError):
            return _right(_instead(fields, 2, '0'))
        raise''',
    'kwh is rounded to a whole number': '''
    reading = _right(fields)
    return _with(reading, 'kwh', float(round(reading.kwh)))''',
    'revision 0 is taken': '''
    if len(fields) == 5 and fields[3] == '0':
        return _with(_right(_instead(fields, 3, '1')), 'revision', 0)
    return _right(fields)''',
    'fields behind the fifth are ignored': '''
    return _right(fields[:5])''',
    'any meter is taken': '''
    try:
        return _right(fields)
    except BadRecord:
        if len(fields) != 5:
            raise
        return _with(_right(_instead(fields, 0, 'M-0001')), 'meter', fields[0])''',
}
folder = tempfile.mkdtemp(prefix='etl-', dir='/tmp')
os.chown(folder, *pipeline.learner_ids())
COPY = 'mkdir "$1" && cp -r etl tests "$1" && for file in pytest.ini pyproject.toml conftest.py; do [ ! -e $file ] || cp $file "$1"; done'


def run(number, broken=None):
    place = f'{folder}/{number}'
    copied = lab.as_learner(['sh', '-c', COPY, 'sh', place])
    if not copied:
        return copied
    if broken:
        lab.as_learner(['tee', '--append', f'{place}/etl/parse.py'], input=HEAD + broken + '\n')
    return lab.as_learner(['python3', '-m', 'pytest', '-q', '-x', '-p', 'no:cacheprovider', 'tests'], cwd=place, timeout=30)


try:
    own = run('own')
    lab.require('Your tests pass on your code', own.code == 0, expected='pytest ends with 0', found='\n'.join((own.out + own.err).strip().splitlines()[-4:]),
                file='tests/test_parse.py', hint='Run `python3 -m pytest` in the terminal.')
    # Tests of how parse() is written, instead of what it does, would notice every break as well.
    other = run('other', '    return _right(fields)')
    lab.require('Your tests pass on a parse() that is written another way and does the same', other.code == 0, expected='pytest ends with 0',
                found='\n'.join((other.out + other.err).strip().splitlines()[-4:]), file='tests/test_parse.py',
                hint='A test says what goes in and what must come out. It must not look at the text of the program.')
    with ThreadPoolExecutor(2) as pool:
        ends = dict(zip(BROKEN, pool.map(run, range(len(BROKEN)), BROKEN.values())))
    # 1 says that a test failed; anything else that pytest itself could not work.
    silent = [how for how, end in ends.items() if end.code != 1]
    lab.check(f'Your tests notice each of {len(BROKEN)} ways to break parse()', not silent, expected='a failing test',
              found=f'{len(BROKEN) - len(silent)} were noticed; all tests still pass where ' + (silent[0] if silent else ''),
              hint='The check broke a copy of your parse() and ran your tests. Which record would tell this parse() from the right one?',
              file='tests/test_parse.py', docs='https://docs.pytest.org/en/7.2.x/how-to/parametrize.html')
finally:
    shutil.rmtree(folder, ignore_errors=True)
