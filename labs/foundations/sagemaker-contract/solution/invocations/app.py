"""The web server around the model. `serve` starts it."""
import json
import os

import joblib
from fastapi import FastAPI, Request, Response

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


@app.post('/invocations')
async def invocations(request: Request):
    text = (await request.body()).decode()
    kind = request.headers.get('content-type', '')
    if kind.startswith('text/csv'):
        rows = [[float(value) for value in line.split(',')] for line in text.splitlines()]
    else:
        rows = json.loads(text)['instances']

    late = model.predict_proba(rows)[:, 1].tolist()

    if kind.startswith('text/csv'):
        return Response('\n'.join(map(str, late)) + '\n', media_type='text/csv')
    return {'predictions': late}
