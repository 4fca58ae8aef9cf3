"""A model folder of the check's own, as the hosting service would mount it: read-only, with a model nobody has seen."""
import json
import os
import pickle
import shutil
import tempfile

import lab
from counting import Model


class _Reference:
    """Pickled in the model's place: loading it imports `counting` from the check's folder."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return eval, (f"__import__('sys').path.append({self.folder!r}) or __import__('counting').load()",)


class WatchedModel:
    """A context manager. `path` is what MODEL_DIR should say; `count` tells what the server did with the model."""

    def __enter__(self):
        draw = lab.rng('model')
        # Scaled to the columns, so that every one of them matters and probabilities are neither all 0 nor all 1.
        scales = (60, 40, 15, 10, 900)
        weights = {'weights': [draw.choice((-1, 1)) * draw.uniform(0.8, 2) / scale for scale in scales], 'bias': draw.uniform(-0.5, 0.5)}
        self.model = Model(**weights)
        # Not in TMPDIR: that one is the check's own, and the learner's server has to read this.
        self.folder = tempfile.mkdtemp(prefix='contract-', dir='/tmp')
        self.path = os.path.join(self.folder, 'model')
        self.state = os.path.join(self.folder, 'state')
        os.mkdir(self.path)
        os.mkdir(self.state)
        shutil.copy(lab.data('counting.py'), self.folder)
        with open(os.path.join(self.folder, 'weights.json'), 'w', encoding='ascii') as file:
            json.dump(weights, file)
        with open(os.path.join(self.path, 'model.joblib'), 'wb') as file:
            pickle.dump(_Reference(self.folder), file)
        for folder, _, files in os.walk(self.folder):
            os.chmod(folder, 0o755)
            for name in files:
                os.chmod(os.path.join(folder, name), 0o644)
        os.chown(self.state, *learner_ids())
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def count(self, event):
        """How often so far: `load-begun`, `load` (finished) or `predict`."""
        try:
            return os.path.getsize(os.path.join(self.state, event))
        except FileNotFoundError:
            return 0

    def hold(self, event):
        """From now on the server waits inside `load` or `predict`, until `release`."""
        with open(os.path.join(self.state, 'hold-' + event), 'w', encoding='ascii'):
            pass

    def release(self, event):
        os.remove(os.path.join(self.state, 'hold-' + event))

    def probabilities(self, rows):
        """What the server should answer, from a model it never shared with us."""
        return self.model.predict_proba(rows)[:, 1].tolist()


def learner_ids():
    """uid and gid of the learner in this container."""
    return tuple(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':'))
