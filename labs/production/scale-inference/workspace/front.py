"""Stands in front of replicas:  REPLICAS=9001,9002,9003 python3 -m uvicorn front:app --port 8080"""
import asyncio
import itertools
import os

from fastapi import FastAPI, Request, Response

app = FastAPI()
PORTS = [int(port) for port in os.environ.get('REPLICAS', '9001').split(',')]


async def forward(port, body):
    """Status and body of a replica's answer. Raises OSError or EOFError where there is none."""
    reader, writer = await asyncio.wait_for(asyncio.open_connection('127.0.0.1', port), 2)
    try:
        head = f'POST /predict HTTP/1.1\r\nHost: replica\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n'
        writer.write(head.encode() + body)
        answer = await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()
    header, _, text = answer.partition(b'\r\n\r\n')
    if not header:
        raise EOFError('the replica went away')
    return int(header.split()[1]), text


@app.get('/health')
async def health():
    return {'status': 'ok'}


@app.post('/predict')
async def predict(request: Request):
    status, text = await forward(PORTS[0], await request.body())
    return Response(text, status, media_type='application/json')
