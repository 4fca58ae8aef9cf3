#!/usr/bin/env python3
"""psi() against its definition, on samples that nobody has seen."""
import numpy

import days
import lab

LEAST = 1e-4
draw = numpy.random.default_rng(lab.rng().getrandbits(40))


def right(reference, current, bins=10):
    edges = numpy.quantile(reference, numpy.linspace(0, 1, bins + 1)[1:-1])
    before, after = (numpy.maximum(numpy.bincount(numpy.searchsorted(edges, values), minlength=bins) / len(values), LEAST) for values in (reference, current))
    return float(numpy.sum((after - before) * numpy.log(after / before)))


cases = {
    'two samples of the same distribution': (draw.gamma(2, 3, 2000), draw.gamma(2, 3, 1500)),
    'a skewed distribution that moved': (draw.lognormal(1, 1, 2000), 1.5 * draw.lognormal(1, 1, 1500)),
    'values beyond all that the reference holds': (draw.normal(0, 1, 2000), numpy.append(draw.normal(0, 1, 1000), draw.normal(30, 1, 400))),
    'bins that the new sample leaves empty': (draw.normal(0, 1, 2000), draw.uniform(1.3, 1.4, 500)),
}
hints = ('With a floor of 0.0001 for each share, as the guide says.', 'Edges of bins are quantiles of the reference, so that each bin holds a tenth of it.',
         'The first bin has no lower end and the last no upper one: a value outside is the strongest sign of drift, and must not be left out.',
         'The logarithm of 0 is no number. A share counts as 0.0001 at least.')
for (what, pair), told, hint in zip(cases.items(), days.psis(cases.values()), hints):
    expected = right(*pair)
    lab.check(f'psi() of {what}', abs(told - expected) < 0.005 + 0.01 * expected, expected=f'{expected:.4f}', found=f'{told:.4f}', hint=hint, file='drift.py')
