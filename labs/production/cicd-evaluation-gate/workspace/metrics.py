"""How good are scores?"""
import numpy


def auc(truth, scores):
    """How often a late parcel has a higher score than one that was on time. None where one of the two kinds is missing."""
    decided = numpy.array(scores) > 0.5
    return float(numpy.mean(decided == numpy.array(truth)))


def measure(truth, scores, groups):
    """{'rows': 4000, 'auc': 0.81, 'slices': {'city': {'rows': 1800, 'auc': 0.82}, ...}}"""
    return {'rows': len(truth), 'auc': auc(truth, scores), 'slices': {}}
