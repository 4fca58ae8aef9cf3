"""The learner's service, started by a check in its copy of their folder."""
import contextlib
import time

import lab
import work


@contextlib.contextmanager
def served(copy):
    port = work.free_port()
    command = ['python3', '-m', 'uvicorn', 'service:app', '--host', '127.0.0.1', '--port', str(port), '--log-level', 'warning']
    with lab.spawn(command, as_learner=True, cwd=copy.folder, env={'MODEL': copy.model}) as server:
        until = time.monotonic() + 20
        up = False
        while not up and server.running and time.monotonic() < until:
            up = lab.http(f'http://127.0.0.1:{port}/health').status == 200
            time.sleep(0 if up else 0.1)
        said = server.err.strip().splitlines()
        lab.require('The service starts', up, expected='GET /health answers 200', found=said[-1] if said else 'nothing answers', file='service.py',
                    hint='Start it in the terminal: python3 -m uvicorn service:app --port 8080')
        yield lambda body, **more: lab.http(f'http://127.0.0.1:{port}/predict', **({'json': body} if not isinstance(body, bytes) else {'data': body}), method='POST', **more)
