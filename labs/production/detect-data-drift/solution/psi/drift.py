"""Has the data that comes in changed from the data that the model learned from?"""
import numpy

from table import NUMBERS, numbers

# What an empty bin counts as, so that its logarithm is finite.
LEAST = 1e-4


def index(before, after):
    """The population stability index of two lists of shares."""
    before, after = numpy.maximum(before, LEAST), numpy.maximum(after, LEAST)
    return float(numpy.sum((after - before) * numpy.log(after / before)))


def psi(reference, current, bins=10):
    """The population stability index of two samples of numbers, in bins that hold equal shares of the reference."""
    # Inner edges only: whatever lies outside belongs to the first or the last bin. Equal values can make edges coincide.
    edges = numpy.unique(numpy.quantile(reference, numpy.linspace(0, 1, bins + 1)[1:-1]))
    before, after = (numpy.bincount(numpy.searchsorted(edges, values, side='right'), minlength=len(edges) + 1) / len(values)
                     for values in (reference, current))
    return index(before, after)


def alarms(reference, current):
    """A list of {'feature': ..., 'psi': ..., 'p': ...}, one for each column of these tables that has drifted."""
    found = []
    for name in NUMBERS:
        before, after = numbers(reference[name]), numbers(current[name])
        if abs(numpy.mean(after) / numpy.mean(before) - 1) > 0.1:
            found.append({'feature': name, 'psi': psi(before, after), 'p': None})
    return found
