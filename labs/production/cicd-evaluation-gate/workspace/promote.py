"""Lets a candidate through the gate and makes it the champion:  python3 promote.py CANDIDATE  (0: it is champion, 1: refused, 2: could not be judged)"""
import argparse
import json

from gate import judge

parser = argparse.ArgumentParser()
parser.add_argument('candidate')
parser.add_argument('--data', default='data/holdout.csv')
parser.add_argument('--policy', default='policy.json')
parser.add_argument('--registry', default='registry')
options = parser.parse_args()

decision = judge(options.candidate, options.data, options.policy, options.registry)
print(json.dumps(decision, indent=1))
