"""Learns from past deliveries which ones will be late.

    python3 train.py

The model goes to the folder in MODEL_DIR, which is where the server looks for it.
"""
import csv
import os

import joblib
import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from features import FEATURES

MODEL_DIR = os.environ.get('MODEL_DIR', '/opt/ml/model')
SEED = 7


def read(path):
    """One row of numbers a delivery, and whether it was late."""
    with open(path, newline='', encoding='utf-8') as file:
        records = list(csv.DictReader(file))
    rows = numpy.array([[float(record[name]) for name in FEATURES] for record in records])
    late = numpy.array([int(record['late']) for record in records])
    return rows, late


def main():
    rows, late = read('data/deliveries.csv')
    rows, held_back, late, held_back_late = train_test_split(rows, late, test_size=0.25, random_state=SEED)

    model = RandomForestClassifier(n_estimators=60, max_depth=6, random_state=SEED)
    model.fit(rows, late)

    area = roc_auc_score(held_back_late, model.predict_proba(held_back)[:, 1])
    print(f'Area under the ROC curve on {len(held_back)} deliveries held back: {area:.3f}')

    path = os.path.join(MODEL_DIR, 'model.joblib')
    joblib.dump(model, path)
    print(f'Saved to {path}')


if __name__ == '__main__':
    main()
