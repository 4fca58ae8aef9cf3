"""May a candidate replace the champion?  python3 gate.py CANDIDATE  ends with 0 for yes and 1 for no."""
import argparse
import json
import sys

import numpy

import registry
from features import read
from metrics import auc, measure


RESAMPLES = 400


def certainty(truth, old, new):
    """In which share of resamples of the parcels the new scores are better. Both are measured on the same ones each time."""
    truth, old, new = map(numpy.asarray, (truth, old, new))
    draw = numpy.random.default_rng(7)
    better = judged = 0
    for _ in range(RESAMPLES):
        picked = draw.integers(0, len(truth), len(truth))
        before, after = auc(truth[picked], old[picked]), auc(truth[picked], new[picked])
        if before is not None:
            judged += 1
            better += after > before
    return better / judged if judged else 0.0


def decide(truth, groups, old, new, policy):
    """{'promote': True or False, 'sure': 0 to 1, 'reasons': [why not, ...], 'unjudged': [slices with too few rows]}

    `old` and `new` are the scores of champion and candidate for the same parcels.
    """
    sure = certainty(truth, old, new)
    reasons = [] if sure >= policy['sure'] else [f'better in {sure:.0%} of resamples, {policy["sure"]:.0%} are wanted']
    return {'promote': not reasons, 'sure': sure, 'reasons': reasons, 'unjudged': []}


def judge(candidate, data='data/holdout.csv', policy='policy.json', folder='registry'):
    """The decision about a model file, with what both models measure."""
    rows, truth, groups = read(data)
    with open(policy, encoding='utf-8') as file:
        rules = json.load(file)
    old = registry.scores(registry.path(registry.champion(folder)['model'], folder), rows)
    new = registry.scores(candidate, rows)
    return {**decide(truth, groups, old, new, rules), 'champion': measure(truth, old, groups), 'candidate': measure(truth, new, groups)}


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('candidate')
    parser.add_argument('--data', default='data/holdout.csv')
    parser.add_argument('--policy', default='policy.json')
    parser.add_argument('--registry', default='registry')
    options = parser.parse_args()
    decision = judge(options.candidate, options.data, options.policy, options.registry)
    print(json.dumps(decision, indent=1))
    sys.exit(0 if decision['promote'] else 1)
