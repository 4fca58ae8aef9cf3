"""The learner's service, started, asked and stopped by a check."""
import json
import os
import socket
import tempfile
import time

import lab


class Answer:
    """What came back: `hours`, or nothing usable; `found` says it in words, `hint` what to do about it."""

    def __init__(self, hours=None, found='', hint=None):
        self.hours, self.hint = hours, hint
        self.found = found if hours is None else f'{hours:.2f} hours'


def own_model():
    """The numbers in the learner's model.json. Ends the check with a message where there are none."""
    try:
        with open('model.json', encoding='utf-8') as file:
            model = json.load(file)
        return {'base': float(model['base']), 'per_km': float(model['per_km'])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        lab.require('model.json can be read', False, expected='{"base": 3.0, "per_km": 0.05}', found=str(error),
                    hint='Only service.py needs a change in this lab.', file='model.json', line=1)


def ask(port, km):
    """One request for an estimate. None where nothing answers."""
    answer = lab.http(f'http://127.0.0.1:{port}/estimate?km={km}', timeout=10)
    if answer.status == 0:
        return None
    if answer.status != 200:
        return Answer(found=f'status {answer.status}: {answer.text.strip()[:200]}',
                      hint='Only estimate() needs a change in this lab.')
    try:
        return Answer(hours=float(json.loads(answer.text)['hours']))
    except (ValueError, KeyError, TypeError):
        return Answer(found=answer.text.strip()[:200], hint='The answer is JSON with a number called "hours".')


def ask_new_service(model, km):
    """Starts `python3 service.py PORT` as the learner, with this model, asks once, and stops it."""
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    # Not in TMPDIR: that one is the check's own, and the learner's service has to read this.
    with tempfile.TemporaryDirectory(prefix='first-steps-', dir='/tmp') as folder:
        path = os.path.join(folder, 'model.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(model, file)
        os.chmod(folder, 0o755)
        os.chmod(path, 0o644)
        with lab.spawn(['python3', 'service.py', str(port)], as_learner=True, env={'MODEL': path}) as service:
            for _ in range(200):
                answer = ask(port, km)
                if answer or not service.running:
                    break
                time.sleep(0.05)
    if answer:
        return answer
    said = service.err.strip().splitlines()
    return Answer(found=f'the service stopped: {said[-1]}' if said else 'the service does not answer',
                  hint='Run `python3 service.py` in the terminal: the message there names the line.')
