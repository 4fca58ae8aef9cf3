"""The learner's programs, in a folder of their own, on images that they never had."""
import json
import os
import shutil
import tempfile

import numpy

import lab

COPY = 'mkdir "$1" && cp ./*.py "$1"'


def last(ran):
    said = (ran.err or ran.out).strip().splitlines()
    return said[-1] if said else ran.ended


class Bench:
    """A context manager. `hidden` and `truth` are images and digits that the learner never had."""

    def __enter__(self):
        self.draw = numpy.random.default_rng(lab.rng('bench').getrandbits(40))
        self.base = tempfile.mkdtemp(prefix='digits-', dir='/tmp')
        self.own(self.base)
        self.folder = os.path.join(self.base, 'copy')
        copied = lab.as_learner(['sh', '-c', COPY, 'sh', self.folder])
        lab.require('Your programs can be copied', bool(copied), expected='a copy of *.py', found=copied.err.strip())
        with numpy.load('/opt/digits/hidden.npz') as file:
            self.hidden, self.truth = file['images'], file['labels']
        with numpy.load('/opt/digits/digits.npz') as file:
            kept = self.draw.permutation(len(file['labels']))[:1100]
            self.images, self.labels = file['images'][kept], file['labels'][kept]
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.base, ignore_errors=True)

    def own(self, path):
        os.chown(path, *(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':')))

    def train(self, name='model.pt', seed=1, epochs=None, images=None, labels=None, hashseed='0'):
        """Path of the model that train.py saved, and the accuracy that it tells. Ends the check where there is none."""
        source = os.path.join(self.base, f'{name}.npz')
        numpy.savez(source, images=self.images if images is None else images, labels=self.labels if labels is None else labels)
        self.own(source)
        model = os.path.join(self.base, name)
        ran = lab.as_learner(['python3', '-W', 'ignore', 'train.py', source, model, '--seed', str(seed), *(['--epochs', str(epochs)] if epochs else [])],
                             cwd=self.folder, timeout=150, env={'PYTHONHASHSEED': hashseed})
        os.unlink(source)
        lab.require('train.py trains and saves a model', bool(ran) and os.path.exists(model), expected='a model file', found=last(ran), file='train.py',
                    hint='Run it in the terminal: python3 train.py data/digits.npz model.pt')
        try:
            told = json.loads(ran.out.strip().splitlines()[-1])
        except (ValueError, IndexError):
            told = None
        claim = lab.get(told, 'accuracy')
        lab.require('train.py says how good it is', isinstance(claim, float), expected='{"accuracy": 0.93}', found=ran.out.strip()[-200:] or 'nothing', file='train.py')
        return model, claim

    def predict(self, model, images, cwd=None):
        """A digit and a probability for each image. Ends the check where there are none."""
        asked = os.path.join(self.base, f'ask-{self.draw.integers(1 << 40):x}.npy')
        numpy.save(asked, images)
        self.own(asked)
        ran = lab.as_learner(['python3', '-W', 'ignore', os.path.join(self.folder, 'predict.py'), model, asked], cwd=cwd or self.folder, timeout=60)
        os.unlink(asked)
        try:
            told = [(int(line.split()[0]), float(line.split()[1])) for line in ran.out.splitlines()] if ran else None
        except (ValueError, IndexError):
            told = None
        lab.require('predict.py prints a digit and a probability for each image', told is not None and len(told) == len(images), expected=f'{len(images)} lines like `7 0.981234`',
                    found=last(ran) if told is None else f'{len(told)} lines', file='predict.py', hint='Run it in the terminal: python3 predict.py model.pt data/new.npy')
        return told

    def share(self, told, truth):
        return float(numpy.mean([digit == right for (digit, _), right in zip(told, truth)]))


def moved(images, down, right):
    """What the learner's shift() does, written anew."""
    out = numpy.zeros_like(images)
    height, width = images.shape[1:]
    out[:, max(down, 0):height + min(down, 0), max(right, 0):width + min(right, 0)] = \
        images[:, max(-down, 0):height + min(-down, 0), max(-right, 0):width + min(-right, 0)]
    return out
