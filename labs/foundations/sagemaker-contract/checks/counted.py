#!/usr/bin/env python3
"""Counts what the server does with the model: loading is for the start, and a batch is for one call."""
import lab
from answers import as_json, check, some
from hosting import CONTRACT, Server
from watched import WatchedModel

KIND = 'application/json'
REQUESTS = 20
ROWS = 200

with WatchedModel() as model, Server(model.path) as server:
    server.require_healthy()
    rows = some(ROWS, 'counted')
    reply = server.invoke(as_json(rows[:1]), KIND)
    if check('The server predicts', reply, KIND, model.probabilities(rows[:1]), server):
        loads = model.count('load')
        for row in rows[:REQUESTS]:
            server.invoke(as_json([row]), KIND)
        loads = model.count('load') - loads
        lab.check(
            f'{REQUESTS} requests load the model no further time', loads == 0, expected='0 loads after the first request',
            found=f'{loads} loads in {REQUESTS} requests', docs=CONTRACT, file='app.py',
            hint='Keep the loaded model in a variable of the module, and use that one in every request.')
        calls = model.count('predict')
        reply = server.invoke(as_json(rows), KIND)
        calls = model.count('predict') - calls
        if check(f'{ROWS} instances in one request', reply, KIND, model.probabilities(rows), server):
            lab.check(
                f'{ROWS} instances go through the model together', calls <= 2, expected='one call of the model for a request',
                found=f'{calls} calls for {ROWS} instances', file='app.py',
                docs='https://scikit-learn.org/1.2/computing/computational_performance.html#bulk-versus-atomic-mode',
                hint='predict_proba takes a list of rows. Give it all of them at once.')
