"""Models whose quality a check decides. Runs as the learner: a model file of the check's imports this from the check's folder."""
import json
import os

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))


class Model:
    """Knows what makes parcels late, and spoils it: with noise, or by turning its opinion round in some regions."""

    def __init__(self, plan):
        import parcels
        self.world, self.plan = parcels.World(plan['world']), plan
        self.regions = list(parcels.REGIONS)

    def predict_proba(self, rows):
        table = numpy.asarray(rows, dtype=float)
        if self.plan.get('raises'):
            raise ValueError('this model wants another number of columns')
        salt = numpy.random.default_rng(self.plan['salt'])
        # The same row gets the same noise, whoever asks and in whatever order.
        angles = table @ salt.uniform(50, 90, table.shape[1])
        logits = self.world.logits(table) + self.plan['noise'] * 1.4 * numpy.sin(angles)
        for region in self.plan.get('backwards', []):
            logits = numpy.where(table[:, 4 + self.regions.index(region)] == 1, -logits, logits)
        late = 1 / (1 + numpy.exp(-logits))
        if self.plan.get('nan'):
            late[::97] = numpy.nan
        return numpy.column_stack([1 - late, late])


def load(name):
    with open(os.path.join(HERE, name), encoding='ascii') as file:
        return Model(json.load(file))
