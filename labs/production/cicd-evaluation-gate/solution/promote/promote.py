"""Lets a candidate through the gate and makes it the champion:  python3 promote.py CANDIDATE  (0: it is champion, 1: refused, 2: could not be judged)"""
import argparse
import hashlib
import json
import os
import sys

import numpy

import registry
from features import read
from gate import judge


def write(path, content):
    """Whole or not at all: whoever reads never sees the half of it."""
    unfinished = path + '.part'
    try:
        with open(unfinished, 'wb') as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        if os.path.exists(unfinished):
            os.remove(unfinished)
        raise


def promote(content, folder):
    """The model first, then what points to it: a crash in between leaves the old champion in its place."""
    digest = hashlib.sha256(content).hexdigest()
    replaced = registry.champion(folder)['model']
    os.makedirs(os.path.join(folder, 'models'), exist_ok=True)
    write(registry.path(digest, folder), content)
    write(os.path.join(folder, 'champion.json'), json.dumps({'model': digest, 'replaced': replaced}).encode())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('candidate')
    parser.add_argument('--data', default='data/holdout.csv')
    parser.add_argument('--policy', default='policy.json')
    parser.add_argument('--registry', default='registry')
    options = parser.parse_args()
    with open(options.candidate, 'rb') as file:
        content = file.read()
    if not numpy.isfinite(registry.scores(options.candidate, read(options.data)[0])).all():
        raise ValueError('a score is not a number')
    decision = judge(options.candidate, options.data, options.policy, options.registry)
    print(json.dumps(decision, indent=1))
    if not decision['promote']:
        return 1
    promote(content, options.registry)
    return 0


if __name__ == '__main__':
    # A crash ends Python with 1, which would read as "refused by the gate".
    try:
        code = main()
    except Exception as error:
        print(f'could not be judged: {type(error).__name__}: {error}', file=sys.stderr)
        code = 2
    sys.exit(code)
