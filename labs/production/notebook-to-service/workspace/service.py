"""The rent model as a service: python3 -m uvicorn service:app --port 8080"""
import json
import os

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

import rent

app = FastAPI()
with open(os.environ.get('MODEL', 'model.json'), encoding='utf-8') as file:
    model = json.load(file)


@app.get('/health')
def health():
    return {'status': 'ok'}
