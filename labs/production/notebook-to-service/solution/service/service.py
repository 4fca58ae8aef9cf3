"""The rent model as a service: python3 -m uvicorn service:app --port 8080"""
import json
import os

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from jsonschema import Draft202012Validator

import rent

app = FastAPI()
with open(os.environ.get('MODEL', 'model.json'), encoding='utf-8') as file:
    model = json.load(file)
with open('contract/request.schema.json', encoding='utf-8') as file:
    contract = Draft202012Validator(json.load(file))


@app.get('/health')
def health():
    return {'status': 'ok'}


@app.post('/predict')
async def predict(request: Request):
    try:
        body = json.loads(await request.body())
    except ValueError:
        return JSONResponse({'errors': [{'where': '', 'message': 'the body is not JSON'}]}, 400)
    errors = [{'where': '/'.join(map(str, error.absolute_path)), 'message': error.message} for error in contract.iter_errors(body)]
    if errors:
        return JSONResponse({'errors': errors}, 422)
    flats = body['flats']
    return {'predictions': [{'id': flat['id'], 'rent': value} for flat, value in zip(flats, rent.predict(model, flats))]}
