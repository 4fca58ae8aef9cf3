"""Trains the model on data/train.csv:  python3 train.py  writes build/model.joblib."""
import os

import joblib
from sklearn.ensemble import RandomForestClassifier

from features import read

rows, failed = read('data/train.csv')
model = RandomForestClassifier(n_estimators=60, min_samples_leaf=5)
model.fit(rows, failed)

os.makedirs('build', exist_ok=True)
joblib.dump(model, 'build/model.joblib')
print(f'Trained on {len(rows)} readings, {sum(failed)} of them before a failure.')
