"""Makes an object store with customers in it, and a model that says who may leave: `python3 store.py SEED`."""
import json
import os
import random
import sys

import joblib
import numpy
from sklearn.linear_model import LogisticRegression


def customers(draw, count, start=0):
    """Records as the store holds them."""
    return [{'id': f'C-{start + number:06}', 'features': [draw.randint(1, 120), round(draw.gammavariate(2, 15), 2), draw.randint(0, 9),
                                                          round(draw.random(), 3)]} for number in range(count)]


def write(path, records):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.writelines(json.dumps(record) + '\n' for record in records)


if __name__ == '__main__':
    seeded = random.Random(sys.argv[1])
    past = customers(seeded, 2000)
    rows = numpy.array([record['features'] for record in past])
    left = (rows[:, 2] * 0.5 - rows[:, 0] * 0.03 + rows[:, 3] * 2 + numpy.array([seeded.gauss(0, 1) for _ in past]) > 2).astype(int)
    joblib.dump(LogisticRegression(max_iter=1000).fit(rows, left), 'model.joblib')
    total = 0
    for month in (1, 2, 3):
        for part in range(8):
            records = customers(seeded, seeded.randint(100, 900), total)
            total += len(records)
            write(f'store/input/2026/{month:02}/part-{part}.jsonl', records)
    write('store/input/late.jsonl', customers(seeded, 50, total))
