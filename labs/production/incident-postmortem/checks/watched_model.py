"""The model that checks put in the place of the learner's: it notes each call, and is busy as often as a job says."""
import hashlib
import json
import math
import os

WEIGHTS = [1.7, -0.8, 2.1, 0.6]
CALLS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'calls')


class Busy(Exception):
    """The store of weights did not answer. It happens now and then; ask again."""


def score(features):
    name = hashlib.sha256(json.dumps(features).encode()).hexdigest()[:24]
    with open(os.path.join(CALLS, name), 'a', encoding='ascii') as file:
        file.write('.')
    if len(features) > 64:
        os.abort()
    if len(features) != 4:
        raise ValueError(f'4 features are wanted, not {len(features)}')
    # A first feature above 1 says how often the store is busy before it answers: 2.5 is twice.
    if features[0] > 1 and os.path.getsize(os.path.join(CALLS, name)) < features[0]:
        raise Busy('the store of weights does not answer')
    return 1 / (1 + math.exp(2 - sum(weight * value for weight, value in zip(WEIGHTS, features))))
