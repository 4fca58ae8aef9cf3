#!/usr/bin/env python3
"""A server that has no model must not be sent any traffic."""
import os
import shutil
import tempfile
import time

import lab
from hosting import CONTRACT, PATIENCE, Server

folder = tempfile.mkdtemp(prefix='contract-', dir='/tmp')
try:
    os.chmod(folder, 0o755)
    with Server(folder) as server:
        until = time.monotonic() + PATIENCE
        healthy, answers = None, 0
        # Ended, or answered ten times that it is not healthy: both are honest.
        while server.process.running and answers < 10 and time.monotonic() < until:
            reply = server.ping()
            if reply.status == 200:
                healthy = reply
                break
            answers += reply.status != 0
            time.sleep(0.05)
        lab.check(
            'Without a model the server is never healthy', healthy is None,
            expected='a server that ends, or a /ping that answers something other than 200', found=str(healthy),
            docs=CONTRACT, file='app.py',
            hint='The folder in MODEL_DIR was empty. A server that cannot load its model should stop and say why.')
finally:
    shutil.rmtree(folder, ignore_errors=True)
