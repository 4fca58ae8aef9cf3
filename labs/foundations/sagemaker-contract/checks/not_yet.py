#!/usr/bin/env python3
"""Holds the model's loading, and looks at what /ping says meanwhile and afterwards."""
import time

import lab
from hosting import CONTRACT, PATIENCE, Server
from watched import WatchedModel

MEANWHILE = '/ping does not answer 200 before the model is loaded'

with WatchedModel() as model:
    model.hold('load')
    with Server(model.path) as server:
        until = time.monotonic() + PATIENCE
        seen = 0
        # Ten looks while the model is being loaded; however long it takes until then.
        while seen < 10 and time.monotonic() < until and server.process.running:
            loading = model.count('load-begun') > 0
            reply = server.ping(timeout=2)
            if reply.status == 200:
                lab.require(
                    MEANWHILE, False, expected='no answer, or a status other than 200, while the model is being loaded',
                    found='status 200, ' + ('while the model was still being read' if loading else 'and nothing had begun to read the model'),
                    docs=CONTRACT, file='app.py',
                    hint='Traffic is sent here from the first 200 on. Load the model when the server starts, before it can answer.')
            seen += loading
            time.sleep(0.05)
        if not server.process.running:
            lab.require('The server starts', False, expected='./serve loads the model and stays up', docs=CONTRACT, **server.death())
        lab.require(
            'The server loads the model in MODEL_DIR when it starts', seen > 0, expected='MODEL_DIR/model.joblib is being read',
            found=f'it was not read in {PATIENCE} seconds, and /ping said {reply}', docs=CONTRACT, file='app.py',
            hint="joblib.load(os.path.join(os.environ.get('MODEL_DIR', '/opt/ml/model'), 'model.joblib'))")
        lab.check(MEANWHILE, True)
        model.release('load')
        server.require_healthy('/ping answers 200 once the model is loaded')
