"""A model that notes every call, in files, and ends its process when it is told to. Runs as the learner."""
import json
import os
import signal

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))


class Model:
    def __init__(self, weights):
        self.weights = numpy.array(weights)

    def predict_proba(self, rows):
        rows = numpy.array(rows, dtype=float)
        self._note(len(rows))
        late = 1 / (1 + numpy.exp(-(rows @ self.weights)))
        return numpy.column_stack([1 - late, late])

    def predict(self, rows):
        return (self.predict_proba(rows)[:, 1] > 0.5).astype(int)

    def _note(self, count):
        state = os.path.join(HERE, 'state')
        if not os.path.isdir(state):
            return
        with open(os.path.join(state, 'calls'), 'a+', encoding='ascii') as file:
            file.write(f'{count}\n')
            file.flush()
            file.seek(0)
            total = sum(int(line) for line in file)
        try:
            with open(os.path.join(state, 'end-at'), encoding='ascii') as file:
                limit = int(file.read())
        except FileNotFoundError:
            return
        if total >= limit:
            os.kill(os.getpid(), signal.SIGKILL)


def load(name):
    with open(os.path.join(HERE, name), encoding='ascii') as file:
        return Model(json.load(file))
