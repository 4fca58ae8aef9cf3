"""The web server around the model. `serve` starts it."""
from fastapi import FastAPI

from features import FEATURES

app = FastAPI()


@app.get('/')
def index():
    return {'service': 'late deliveries', 'columns': FEATURES}
