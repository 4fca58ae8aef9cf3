"""The web server around the model. `serve` starts it."""
from fastapi import FastAPI, Response

from features import FEATURES

app = FastAPI()


@app.get('/')
def index():
    return {'service': 'late deliveries', 'columns': FEATURES}


@app.get('/ping')
def ping():
    return Response(status_code=200)
