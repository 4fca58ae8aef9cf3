#!/usr/bin/env python3
"""Of the whole stack only the API's port can be reached from outside."""
import lab
import stack

with stack.Stack() as work:
    work.started()
    lab.require('The API is published', work.api is not None, expected='port 8080 of api', found='none', file='compose.yaml', hint='ports: ["8080:8080"] in api.')
    open_ports = []
    for service in work.services:
        bound = lab.get(work.container(service), 'HostConfig.PortBindings') or {}
        mode = lab.get(work.container(service), 'HostConfig.NetworkMode')
        open_ports += [f'{service}: {port}' for port, doors in bound.items() if doors] + ([f'{service}: all, on the network of the host'] if mode == 'host' else [])
    others = [port for port in open_ports if port != 'api: 8080/tcp']
    lab.check('Nothing else is', not others, expected='api: 8080/tcp', found=', '.join(others), file='compose.yaml', docs='https://docs.docker.com/compose/how-tos/networking/',
              hint='Services reach each other without `ports`. It only opens a door to the machine, on 127.0.0.1 or on all addresses. Whoever wants to look into the cache '
                   'has `docker compose exec cache redis-cli`.')
