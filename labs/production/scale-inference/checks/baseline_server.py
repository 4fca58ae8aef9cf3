"""Scores rows:  python3 -m uvicorn server:app --port 9001      POST /predict {"row": [1, 2, 3, 4]}  ->  {"score": 2.5}"""
from typing import List

from fastapi import FastAPI
from pydantic import BaseModel

import accelerator

app = FastAPI()


class Question(BaseModel):
    row: List[float]


@app.get('/health')
async def health():
    return {'status': 'ok'}


@app.post('/predict')
def predict(question: Question):
    return {'score': accelerator.predict([question.row])[0]}
