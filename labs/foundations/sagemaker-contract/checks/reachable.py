#!/usr/bin/env python3
"""The hosting service calls from outside the container."""
import socket

import lab
from hosting import CONTRACT, Server
from watched import WatchedModel

try:
    address = socket.gethostbyname(socket.gethostname())
except OSError:
    address = '127.0.0.1'
if address.startswith('127.'):
    lab.broken('this container has no address on a network')
with WatchedModel() as model, Server(model.path) as server:
    server.require_healthy()
    reply = server.ask('GET', '/ping', host=address)
    lab.check(
        'The server answers callers from outside the container', reply.status == 200,
        expected=f"GET /ping answers 200 at this container's address, {address}", found=str(reply), docs=CONTRACT,
        file='serve',
        hint='127.0.0.1, where uvicorn listens by default, exists inside the container only. Listen on every interface: 0.0.0.0.')
