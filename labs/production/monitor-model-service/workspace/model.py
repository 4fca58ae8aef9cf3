"""The model. Not yours to change. What is wrong with it today stands in /tmp/trouble: `errors` or `slow`, or nothing."""
import random
import time

WEIGHTS = [0.4, 0.3, 0.2, 0.1]


def trouble():
    try:
        with open('/tmp/trouble', encoding='utf-8') as file:
            return file.read().strip()
    except FileNotFoundError:
        return ''


def score(row):
    """A score for a row of four numbers. Raises RuntimeError where the model fails."""
    today = trouble()
    time.sleep(random.uniform(0.35, 0.6) if today == 'slow' and random.random() < 0.3 else random.uniform(0.01, 0.06))
    if today == 'errors' and random.random() < 0.25:
        raise RuntimeError('the weights cannot be read')
    return sum(weight * value for weight, value in zip(WEIGHTS, row))
