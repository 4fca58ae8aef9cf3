"""A copy of the learner's folder with flats that nobody has seen, and what the data scientist's own script says of them."""
import csv
import os
import shutil
import socket
import subprocess
import sys
import tempfile

import lab

sys.path.append('/opt/flats')
import flats  # noqa: E402

NAMES = ['id', 'area', 'rooms', 'built', 'district']
COPY = 'mkdir "$1" && for name in rent contract tests service.py analysis.py pytest.ini conftest.py; do [ ! -e "$name" ] || cp -r "$name" "$1"; done'


def last(ran):
    said = (ran.err or ran.out).strip().splitlines()
    return said[-1] if said else ran.ended


class Work:
    """A context manager. `folder` is the copy, `new` the new flats as a request has them, `right` their rents as the analysis tells them."""

    def __enter__(self):
        self.base = tempfile.mkdtemp(prefix='rent-', dir='/tmp')
        ids = tuple(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':'))
        os.chown(self.base, *ids)
        self.folder = os.path.join(self.base, 'copy')
        copied = lab.as_learner(['sh', '-c', COPY, 'sh', self.folder])
        lab.require('Your folder can be copied', bool(copied), expected='a copy', found=copied.err.strip())
        # The data belong to the check, as those of a colleague would.
        self.hidden = tempfile.mkdtemp(prefix='flats-', dir='/tmp')
        os.chmod(self.hidden, 0o755)
        records = flats.data(lab.rng('flats'), os.path.join(self.hidden, 'data'))
        ran = subprocess.run([sys.executable, lab.data('analysis.py')], cwd=self.hidden, capture_output=True, text=True, timeout=30)
        if ran.returncode:
            lab.broken(ran.stderr)
        self.right = [float(row['rent']) for row in csv.DictReader(ran.stdout.splitlines())]
        self.new = [{name: each[name] if each[name] != '' else None for name in NAMES} for each in records]
        self.model = os.path.join(self.base, 'model.json')
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.base, ignore_errors=True)
        shutil.rmtree(self.hidden, ignore_errors=True)

    def rent(self, *words, cwd=None):
        return lab.as_learner(['python3', '-m', 'rent', *words], cwd=cwd or self.folder, timeout=30, env={'PYTHONPATH': self.folder})

    def train(self):
        ran = self.rent('train', f'{self.hidden}/data/train.csv', self.model)
        lab.require('python3 -m rent train writes a model', bool(ran) and os.path.exists(self.model), expected='a model', found=last(ran), file='rent/__init__.py',
                    hint='train() returns numbers, texts, lists and dicts. array.tolist() and float(value) make such of what numpy has.')

    def near(self, told, criterion, hint, file='rent/__init__.py'):
        """One criterion: these rents are those of the analysis. Ends the check where not."""
        odd = [(flat, a, b) for flat, a, b in zip(self.new, told, self.right) if not abs(a - b) <= 1e-6 * b]
        lab.require(criterion, len(told) == len(self.right) and not odd, expected=f'{odd[0][2]:.6f} for {odd[0][0]}' if odd else f'{len(self.right)} rents',
                    found=f'{odd[0][1]:.6f}; {len(odd)} of {len(told)} differ' if odd else f'{len(told)} rents', hint=hint, file=file)


def rents(ran):
    """The rents that `rent predict` printed; ends the check where it printed none."""
    try:
        told = [float(row['rent']) for row in csv.DictReader(ran.out.splitlines())] if ran else None
    except (ValueError, KeyError, TypeError):
        told = None
    lab.require('python3 -m rent predict prints rents', told is not None, expected='lines id,rent', found=last(ran), file='rent/__init__.py',
                hint='Run it in the terminal on data/new.csv.')
    return told


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]
