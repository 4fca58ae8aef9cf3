"""The web server around the model. `serve` starts it."""
import os

import joblib
from fastapi import FastAPI, Response

from features import FEATURES

MODEL_DIR = os.environ.get('MODEL_DIR', '/opt/ml/model')

# Read once, before the server listens. Where this fails, there is no server.
model = joblib.load(os.path.join(MODEL_DIR, 'model.joblib'))
app = FastAPI()


@app.get('/')
def index():
    return {'service': 'late deliveries', 'columns': FEATURES}


@app.get('/ping')
def ping():
    return Response(status_code=200)
