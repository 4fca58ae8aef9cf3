"""Has the data that comes in changed from the data that the model learned from?"""
import numpy

from table import NUMBERS, numbers


def psi(reference, current, bins=10):
    """The population stability index of two samples of numbers."""
    edges = numpy.linspace(min(reference), max(reference), bins + 1)
    before = numpy.histogram(reference, edges)[0] / len(reference)
    after = numpy.histogram(current, edges)[0] / len(current)
    return float(numpy.sum((after - before) * numpy.log(after / before)))


def alarms(reference, current):
    """A list of {'feature': ..., 'psi': ..., 'p': ...}, one for each column of these tables that has drifted."""
    found = []
    for name in NUMBERS:
        before, after = numbers(reference[name]), numbers(current[name])
        if abs(numpy.mean(after) / numpy.mean(before) - 1) > 0.1:
            found.append({'feature': name, 'psi': psi(before, after), 'p': None})
    return found
