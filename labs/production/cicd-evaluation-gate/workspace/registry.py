"""Where models are kept: registry/models/SHA256.joblib, and registry/champion.json says which one serves."""
import json
import os

import joblib


def champion(folder='registry'):
    """What registry/champion.json says: {'model': SHA256, 'replaced': SHA256 or None}."""
    with open(os.path.join(folder, 'champion.json'), encoding='utf-8') as file:
        return json.load(file)


def path(digest, folder='registry'):
    return os.path.join(folder, 'models', f'{digest}.joblib')


def scores(model_path, rows):
    """For each row, how likely the model says the parcel is to be late."""
    return joblib.load(model_path).predict_proba(rows)[:, 1]
