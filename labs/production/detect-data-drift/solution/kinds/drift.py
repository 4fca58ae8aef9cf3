"""Has the data that comes in changed from the data that the model learned from?"""
import numpy
from scipy.stats import chi2_contingency, ks_2samp

from table import CATEGORIES, NUMBERS, numbers

# What an empty bin counts as, so that its logarithm is finite.
LEAST = 1e-4
# A change counts from this index on, and where chance makes one like it in fewer than one day of a hundred.
ENOUGH, CHANCE = 0.1, 0.01


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


def shares(reference, current):
    """Of two lists of words: their index, and the probability that chance alone makes them so different."""
    words = sorted({*reference, *current})
    counts = [[texts.count(word) for word in words] for texts in (reference, current)]
    p = chi2_contingency(counts).pvalue if len(words) > 1 else 1.0
    return index(*(numpy.divide(row, sum(row)) for row in counts)), float(p)


def alarms(reference, current):
    """A list of {'feature': ..., 'psi': ..., 'p': ...}, one for each column of these tables that has drifted."""
    tests = []
    for name in NUMBERS:
        before, after = numbers(reference[name]), numbers(current[name])
        if before and after:
            tests.append((name, psi(before, after), float(ks_2samp(before, after).pvalue)))
        # Whether a value is there at all is a feature as well.
        tests.append((name, *shares(*(['there' if text else 'missing' for text in table[name]] for table in (reference, current)))))
    tests += [(name, *shares(reference[name], current[name])) for name in CATEGORIES]
    found = {}
    for name, size, p in tests:
        # Each test is a chance for a false alarm.
        if size > ENOUGH and p < CHANCE / len(tests) and (name not in found or p < found[name]['p']):
            found[name] = {'feature': name, 'psi': size, 'p': p}
    return list(found.values())
