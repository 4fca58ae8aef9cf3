"""Parcels that nobody has seen, models of a known quality, a registry of the check's own, and the learner's programs asked about them."""
import hashlib
import json
import os
import pickle
import shutil
import sys
import tempfile

import lab
import stubs

sys.path.append('/opt/parcels')
import parcels  # noqa: E402

POLICY = {'sure': 0.95, 'max_slice_drop': 0.05, 'min_slice_rows': 150}
ASK = '''
import json, sys
sys.path.insert(0, '.')
import {module}
for arguments in json.load(sys.stdin):
    print(json.dumps({module}.{function}(*arguments), default=float))
'''


class _Reference:
    """Pickled in a model's place: loading it imports `stubs` from the check's folder."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name

    def __reduce__(self):
        return eval, (f"__import__('sys').path.extend([{self.folder!r}, '/opt/parcels']) or __import__('stubs').load({self.name!r})",)


def last(ran):
    said = ran.err.strip().splitlines()
    return said[-1] if said else ran.ended


def ask(module, function, questions, timeout=100):
    """What the learner's function says to each list of arguments, in one process of the learner's; ends the check where it says nothing."""
    ran = lab.as_learner(['python3', '-W', 'ignore', '-c', ASK.format(module=module, function=function)], input=json.dumps(questions), timeout=timeout)
    try:
        answers = [json.loads(line) for line in ran.out.splitlines()] if ran else None
    except ValueError:
        answers = None
    lab.require(f'{module}.{function}() answers', answers is not None and len(answers) == len(questions), file=f'{module}.py',
                expected='an answer to each question', found=last(ran) if not ran else ran.out[-300:], hint='Run the block of the guide in the terminal.')
    return answers


def measured(questions):
    return ask('metrics', 'measure', questions)


def decided(questions):
    """The learner's decisions, each with the keys that the guide names."""
    answers = ask('gate', 'decide', questions)
    for answer in answers:
        lab.require('A decision says what it should', isinstance(lab.get(answer, 'promote'), bool) and isinstance(lab.get(answer, 'reasons'), list), file='gate.py',
                    expected="{'promote': ..., 'sure': ..., 'reasons': [...], 'unjudged': [...]}", found=str(answer)[:300],
                    hint='`promote` is True or False (bool(...) makes one of what numpy has), `reasons` a list of texts.')
    return answers


class Bench:
    """A context manager. `model(...)` makes a model file, `scores(...)` what such a model says, `run(...)` runs a program of the learner's."""

    def __init__(self, count=6000, regions=None):
        self.draw = lab.rng('bench')
        self.seed = self.draw.getrandbits(40)
        self.world = parcels.World(self.seed)
        self.count, self.regions, self._next = count, regions, 0

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='gate-', dir='/tmp')
        os.chmod(self.folder, 0o755)
        shutil.copy(lab.data('stubs.py'), self.folder)
        os.chmod(os.path.join(self.folder, 'stubs.py'), 0o644)
        self.data = os.path.join(self.folder, 'holdout.csv')
        self.lines = self.world.parcels(self.draw.getrandbits(40), self.count, self.regions)
        parcels.write(self.data, self.lines)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def plan(self, noise, **more):
        self._next += 1
        return {'world': self.seed, 'noise': noise, 'salt': self.draw.getrandbits(30), **more}

    def model(self, noise, weight=0, **more):
        """Path of a model file. `weight`: so many bytes more in it."""
        plan = self.plan(noise, **more)
        name = f'model-{self._next}'
        with open(os.path.join(self.folder, f'{name}.json'), 'w', encoding='ascii') as file:
            json.dump(plan, file)
        path = os.path.join(self.folder, f'{name}.joblib')
        with open(path, 'wb') as file:
            # What follows the end of a pickle is not read: it only makes the file larger.
            file.write(pickle.dumps(_Reference(self.folder, f'{name}.json')) + self.draw.randbytes(weight))
        for each in (path, os.path.join(self.folder, f'{name}.json')):
            os.chmod(each, 0o644)
        return path

    def sample(self, count, regions=None):
        """Truth, regions, and rows of other parcels of this world."""
        lines = self.world.parcels(self.draw.getrandbits(40), count, regions)
        rows = [[float(value) for value in line[:4]] + [float(line[4] == name) for name in parcels.REGIONS] for line in lines]
        return [line[5] for line in lines], [line[4] for line in lines], rows

    def scores(self, rows, noise, **more):
        """What such a model says of the rows, as a list."""
        return stubs.Model(self.plan(noise, **more)).predict_proba(rows)[:, 1].tolist()

    def registry(self, champion):
        """A registry that the learner may write to, with this model file as champion."""
        folder = tempfile.mkdtemp(prefix='registry-', dir=self.folder)
        os.mkdir(os.path.join(folder, 'models'))
        digest = sha256(champion)
        shutil.copy(champion, os.path.join(folder, 'models', f'{digest}.joblib'))
        with open(os.path.join(folder, 'champion.json'), 'w', encoding='ascii') as file:
            json.dump({'model': digest, 'replaced': None}, file)
        ids = tuple(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':'))
        for place, _, names in os.walk(folder):
            for each in [place, *(os.path.join(place, name) for name in names)]:
                os.chown(each, *ids)
        return folder

    def run(self, program, candidate, registry, policy=None, before=''):
        """How `python3 PROGRAM CANDIDATE` ended. `before`: shell to run in the same process first."""
        rules = os.path.join(self.folder, 'policy.json')
        with open(rules, 'w', encoding='ascii') as file:
            json.dump({**POLICY, **(policy or {})}, file)
        os.chmod(rules, 0o644)
        return lab.as_learner(['sh', '-c', before + ' exec "$@"', 'sh', 'python3', '-W', 'ignore', program, candidate, '--data', self.data,
                               '--policy', rules, '--registry', registry], timeout=40)


def sha256(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def champion(registry):
    """What champion.json says, and the digest of the model file that it names (None where there is no such file)."""
    text = lab.as_learner(['cat', os.path.join(registry, 'champion.json')])
    try:
        told = json.loads(text.out)
    except ValueError:
        return text.out or text.err.strip(), None
    content = lab.as_learner(['sha256sum', os.path.join(registry, 'models', f"{lab.get(told, 'model')}.joblib")])
    return told, content.out.split()[0] if content else None
