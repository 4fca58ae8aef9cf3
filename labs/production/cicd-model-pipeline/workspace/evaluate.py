"""Measures build/model.joblib on readings it was not trained on:  python3 evaluate.py  writes build/metrics.json.

The measure is the AUC: how often the model rates a pump that failed as more at risk than one that did not.
0.5 is guessing, 1 is perfect.
"""
import json

import joblib
from sklearn.metrics import roc_auc_score

from features import read

model = joblib.load('build/model.joblib')
rows, failed = read('data/holdout.csv')
metrics = {'auc': roc_auc_score(failed, model.predict_proba(rows)[:, 1]), 'rows': len(rows)}

with open('build/metrics.json', 'w', encoding='utf-8') as file:
    json.dump(metrics, file, indent=2)
print(f"AUC {metrics['auc']:.3f} on {metrics['rows']} readings")
