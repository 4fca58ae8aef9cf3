#!/usr/bin/env python3
"""`serve` brings up a server on the port it is told, and on 8080 where it is told none."""
import lab
from hosting import Server, listens
from watched import WatchedModel

with WatchedModel() as model:
    with Server(model.path) as server:
        server.require_healthy('GET /ping answers 200 on the port that SAGEMAKER_BIND_TO_PORT names',
                               hint='app.py needs a route for GET /ping that answers 200.')
    # Where the learner's own server runs on 8080, a second one cannot.
    if not listens(8080):
        with Server(model.path, port=None) as server:
            server.require_healthy('Without that variable it is port 8080')
