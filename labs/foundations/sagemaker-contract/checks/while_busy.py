#!/usr/bin/env python3
"""Holds eight requests inside the model, and asks the server how it is."""
import time
from concurrent.futures import ThreadPoolExecutor

import lab
from answers import as_json, check, some
from hosting import PATIENCE, Server
from watched import WatchedModel

KIND = 'application/json'
CALLERS = 8

with WatchedModel() as model, Server(model.path) as server:
    server.require_healthy()
    rows = some(CALLERS, 'busy')
    model.hold('predict')
    with ThreadPoolExecutor(CALLERS) as pool:
        try:
            replies = [pool.submit(server.ask, 'POST', '/invocations', as_json([row]), KIND, timeout=60) for row in rows]
            until = time.monotonic() + PATIENCE
            while model.count('predict') == 0 and time.monotonic() < until and not any(reply.done() for reply in replies):
                time.sleep(0.02)
            early = next((reply.result() for reply in replies if reply.done()), None)
            lab.require('Requests reach the model', model.count('predict') > 0, expected=f'{CALLERS} requests, with the model at work on one of them',
                        found=str(early or 'no call of the model'), hint=server.complaint(), file='app.py')
            ping = server.ping(timeout=10)
        finally:
            model.release('predict')
        lab.check(
            '/ping answers while predictions are being made', ping.status == 200,
            expected=f'status 200, with {CALLERS} predictions under way', found=str(ping), file='app.py',
            docs='https://fastapi.tiangolo.com/async/',
            hint='A server that misses pings is taken out of service just when it is busiest. A call of the model in an '
                 '`async def` function stops everything else: hand it to a thread with run_in_threadpool.')
        for number, (row, reply) in enumerate(zip(rows, replies), 1):
            if not check(f'Caller {number} of {CALLERS} at the same time gets the answer to its own question', reply.result(), KIND,
                         model.probabilities([row]), server):
                break
