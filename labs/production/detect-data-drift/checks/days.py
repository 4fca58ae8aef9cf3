"""Days that nobody has seen, with and without a change, and the learner's drift.py asked about them."""
import json
import os
import shutil
import sys
import tempfile

import numpy

import lab

sys.path.append('/opt/trips')
import trips  # noqa: E402

ASK = '''
import json, sys
sys.path.insert(0, '.')
import drift, table
folder = sys.argv[1]
tables = {}
for reference, day in json.load(sys.stdin):
    for name in (reference, day):
        tables[name] = tables.get(name) or table.read(f'{folder}/{name}')
    alarms = drift.alarms(tables[reference], tables.pop(day))
    print(json.dumps([{'feature': str(alarm['feature']), 'psi': float(alarm['psi']), 'p': None if alarm['p'] is None else float(alarm['p'])} for alarm in alarms]))
'''
PSI = '''
import json, sys
sys.path.insert(0, '.')
import drift
for reference, current in json.load(sys.stdin):
    print(json.dumps(float(drift.psi(reference, current))))
'''


def fault(ran):
    said = ran.err.strip().splitlines()
    return said[-1] if said else ran.ended


def ask(code, questions, *words, timeout=60):
    """The learner's answer to each question, in one process of the learner's; ends the check where there is none."""
    ran = lab.as_learner(['python3', '-W', 'ignore', '-c', code, *words], input=json.dumps(questions), timeout=timeout)
    try:
        answers = [json.loads(line) for line in ran.out.splitlines()] if ran else None
    except ValueError:
        answers = None
    lab.require('drift.py answers', answers is not None and len(answers) == len(questions), file='drift.py', expected='an answer to each question',
                found=fault(ran) if not ran else ran.out[-300:], hint="alarms() returns a list of {'feature': ..., 'psi': ..., 'p': ...}, psi() a number.")
    return answers


def psis(pairs):
    return ask(PSI, [[list(map(float, one)), list(map(float, other))] for one, other in pairs])


class Days:
    """A context manager: a city of the check's own, with a reference; `add()` days, then `alarms()` for each."""

    def __init__(self, salt='', size=5000):
        draw = lab.rng(salt)
        self._next = draw.getrandbits(40)
        self.city = trips.City(draw.getrandbits(40))
        self.size, self.days, self.draw = size, [], draw

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='drift-', dir='/tmp')
        os.chmod(self.folder, 0o755)
        self._write('reference.csv', self.table(self.size))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def table(self, count):
        self._next += 1
        return self.city.day(self._next, count)

    def _write(self, name, table, **more):
        self._next += 1
        trips.write(os.path.join(self.folder, name), trips.lines(table, seed=self._next, **more))

    def add(self, count, change=None, missing=None):
        """A day of so many trips; `change` may alter its table first."""
        table = self.table(count)
        if change:
            change(table, numpy.random.default_rng(self._next))
        name = f'day-{len(self.days):03}.csv'
        self._write(name, table, missing=missing)
        self.days.append(name)
        return os.path.join(self.folder, name)

    @property
    def reference(self):
        return os.path.join(self.folder, 'reference.csv')

    def alarms(self):
        return ask(ASK, [['reference.csv', day] for day in self.days], self.folder, timeout=100)


def names(alarms):
    return sorted({alarm['feature'] for alarm in alarms})
