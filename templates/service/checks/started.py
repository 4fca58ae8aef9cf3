"""The learner's service, started for a check and stopped after it."""
import contextlib
import socket

import lab


@contextlib.contextmanager
def started(model):
    """Gives the address of `python3 app.py`, run as the learner with this file as its model."""
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    address = f'http://127.0.0.1:{port}'
    with lab.spawn(['python3', 'app.py', str(port)], as_learner=True, env={'MODEL': model}) as service:
        up = lab.within('10s', lambda: lab.http(f'{address}/').status != 0)
        lab.require('app.py starts', up, expected='a service that answers', found=service.err.strip()[-300:] or 'no answer',
                    hint='Run `python3 app.py` in the terminal: it says what is wrong.', file='app.py')
        yield address
