#!/usr/bin/env python3
"""Ends the server as a hosting service does, and as a crash does, and starts it again each time."""
import signal
import time

import lab
from answers import as_json, check, some
from hosting import CONTRACT, PATIENCE, Server, listens
from watched import WatchedModel

KIND = 'application/json'


def predicts(server, criterion, rows, right):
    server.require_healthy(f'{criterion}, it is healthy')
    return check(f'{criterion}, it predicts', server.invoke(as_json(rows), KIND), KIND, right, server)


with WatchedModel() as model, Server(model.path) as server:
    rows = some(5, 'restart')
    right = model.probabilities(rows)
    if predicts(server, 'At first', rows, right):
        server.send(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while server.process.running and time.monotonic() < until:
            time.sleep(0.05)
        # Whoever answers now never heard of the signal, unless it is just closing.
        until = time.monotonic() + 5
        while not server.process.running and listens(server.port) and time.monotonic() < until:
            time.sleep(0.05)
        if server.process.running:
            found = f'it still runs after {PATIENCE} seconds'
            hint = 'Thirty seconds after SIGTERM comes SIGKILL, in the middle of whatever it does. Let SIGTERM end the process.'
        else:
            found = 'the shell ended, and the server that it had started still listens'
            hint = ('The signal goes to the process that was started, which is the shell of `serve`. '
                    'With `exec` before the last command, the server takes that process over.')
        lab.require(
            'SIGTERM ends the server', not server.process.running and not listens(server.port),
            expected='the process that was started ends, and its port is free', found=found, hint=hint, docs=CONTRACT, file='serve')
        server.start()
        if predicts(server, 'Started again after SIGTERM', rows, right):
            server.crash()
            server.start()
            predicts(server, 'Started again after a crash (SIGKILL)', rows, right)
