"""Scores rows:  python3 -m uvicorn server:app --port 9001      POST /predict {"row": [1, 2, 3, 4]}  ->  {"score": 2.5}"""
import asyncio
from typing import List

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import accelerator

app = FastAPI()
# How many go together, and how long the first of them waits for others.
LARGEST, PATIENCE_S = 32, 0.005
# Who would have to wait for more than two batches is told so at once.
MOST_WAITING = 64
waiting: asyncio.Queue = asyncio.Queue()


class Question(BaseModel):
    row: List[float]


async def collect():
    """The first question that comes, and those that come within a moment, up to a batch."""
    batch = [await waiting.get()]
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE_S
    while len(batch) < LARGEST:
        try:
            batch.append(await asyncio.wait_for(waiting.get(), max(0, until - loop.time())) if waiting.empty() else waiting.get_nowait())
        except asyncio.TimeoutError:
            break
    return batch


async def work():
    while True:
        batch = await collect()
        try:
            scores = await run_in_threadpool(accelerator.predict, [row for row, _ in batch])
        except Exception as error:
            scores = [error] * len(batch)
        for (_, answer), score in zip(batch, scores):
            if answer.cancelled():
                continue
            if isinstance(score, Exception):
                answer.set_exception(score)
            else:
                answer.set_result(score)


@app.on_event('startup')
async def begin():
    # Kept, because the loop itself does not hold its tasks.
    app.state.worker = asyncio.create_task(work())


@app.get('/health')
async def health():
    return {'status': 'ok'}


@app.post('/predict')
async def predict(question: Question):
    # Before it joins others: one bad row would spoil the whole batch.
    if len(question.row) != 4:
        return JSONResponse({'error': 'a row has four numbers'}, 400)
    if waiting.qsize() >= MOST_WAITING:
        return JSONResponse({'error': 'too many are waiting'}, 503, headers={'Retry-After': '1'})
    answer = asyncio.get_running_loop().create_future()
    await waiting.put((question.row, answer))
    return {'score': await answer}
