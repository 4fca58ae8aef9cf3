"""The model, as its authors deliver it. Not yours to change."""
import math
import os

WEIGHTS = [1.7, -0.8, 2.1, 0.6]


class Busy(Exception):
    """The store of weights did not answer. It happens now and then; ask again."""


def score(features):
    if len(features) > 64:
        # Stands in for what native code does with input that it was not made for: no exception, the process is gone.
        os.abort()
    if len(features) != 4:
        raise ValueError(f'4 features are wanted, not {len(features)}')
    return 1 / (1 + math.exp(2 - sum(weight * value for weight, value in zip(WEIGHTS, features))))
