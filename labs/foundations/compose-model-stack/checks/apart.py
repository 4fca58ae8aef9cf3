#!/usr/bin/env python3
"""A stranger beside the API reaches the API and not the cache; the cache reaches nobody outside."""
import json

import lab
import stack

DOCS = 'https://docs.docker.com/reference/compose-file/networks/'
ASK = '''
import json, socket, sys
told = {}
for place in sys.argv[1:]:
    host, port = place.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), timeout=3).close()
        told[place] = True
    except OSError:
        told[place] = False
print(json.dumps(told))
'''
with stack.Stack() as work:
    work.started()
    nets = {name: lab.get(work.container(name), 'NetworkSettings.Networks') or {} for name in ('api', 'cache')}
    front = [name for name in nets['api'] if name not in nets['cache']]
    lab.require('The API has a network that the cache is not on', bool(front), expected='a network for callers, and one for the two of them', docs=DOCS, file='compose.yaml',
                found='both on ' + ', '.join(name.split('_', 1)[-1] for name in nets['api']),
                hint='List two networks at the end of the file. api is on both, cache on one of them.')
    places = ['api:8080', 'cache:6379', *(f"{each.get('IPAddress')}:6379" for each in nets['cache'].values() if each.get('IPAddress'))]
    ran = stack.engine('podman', 'run', '--rm', '--network', front[0], 'python:3.11-slim', 'python3', '-c', ASK, *places)
    try:
        told = json.loads(ran.out)
    except ValueError:
        lab.broken(stack.tail(ran))
    lab.check('Who is on it reaches the API', told['api:8080'], expected='a connection to api:8080', found='none', docs=DOCS, file='compose.yaml')
    reached = [place for place in places[1:] if told[place]]
    lab.check('And not the cache', not reached, expected='no connection', found=', '.join(reached), docs=DOCS, file='compose.yaml',
              hint='Another network alone hides its name. `internal: true` keeps a network from being reached from others.')
    routes = stack.engine('podman', 'exec', f'{work.name}_cache_1', 'cat', '/proc/net/route')
    out = [line.split()[0] for line in routes.out.splitlines()[1:] if line.split()[1] == '00000000']
    lab.check('The cache has no way out', routes.code == 0 and not out, expected='no route to elsewhere', found=f"one, by {', '.join(out)}" if out else stack.tail(routes),
              docs=DOCS, file='compose.yaml', hint='A network that says `internal: true` leads nowhere else. What cannot call out sends no data away.')
