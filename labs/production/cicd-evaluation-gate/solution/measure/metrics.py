"""How good are scores?"""
import numpy
from scipy.stats import rankdata


def auc(truth, scores):
    """How often a late parcel has a higher score than one that was on time. None where one of the two kinds is missing."""
    late = numpy.asarray(truth) == 1
    count, others = int(late.sum()), int((~late).sum())
    if count == 0 or others == 0:
        return None
    # Of all pairs, those in which the late one ranks higher; a tie counts half, which is what average ranks do.
    pairs = rankdata(scores)[late].sum() - count * (count + 1) / 2
    return float(pairs / (count * others))


def measure(truth, scores, groups):
    """{'rows': 4000, 'auc': 0.81, 'slices': {'city': {'rows': 1800, 'auc': 0.82}, ...}}"""
    truth, scores, groups = map(numpy.asarray, (truth, scores, groups))
    slices = {}
    for name in numpy.unique(groups):
        inside = groups == name
        slices[str(name)] = {'rows': int(inside.sum()), 'auc': auc(truth[inside], scores[inside])}
    return {'rows': len(truth), 'auc': auc(truth, scores), 'slices': slices}
