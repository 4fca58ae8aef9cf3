"""The model that checks put in the place of the learner's. A row says what happens: [score, seconds, fails, 0]."""
import time


def score(row):
    time.sleep(row[1])
    if row[2]:
        raise RuntimeError('the row says that it fails')
    return row[0]
