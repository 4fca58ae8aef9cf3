"""The learner's programs, in a copy of their folder with an accelerator that can be watched and held; and callers."""
import http.client
import json
import math
import os
import shutil
import socket
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import lab

PATIENCE = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def ask(port, path='/predict', row=None, timeout=30, sent=None):
    """Status, parsed answer, headers. Status 0 where there is none. `sent` is called when the question is on its way."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    try:
        body = None if row is None else json.dumps({'row': row})
        connection.request('GET' if row is None else 'POST', path, body=body, headers={'Content-Type': 'application/json', 'Connection': 'close'})
        if sent:
            sent()
        response = connection.getresponse()
        text = response.read().decode(errors='replace')
        try:
            return response.status, json.loads(text), response.headers
        except ValueError:
            return response.status, text[:200], response.headers
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error) or type(error).__name__, {}
    finally:
        connection.close()


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def p95(port, rate, seconds):
    """Seconds that 95 of 100 requests do not exceed, at this rate; and how many failed."""
    begin = time.monotonic()

    def one(number):
        due = begin + number / rate
        time.sleep(max(0, due - time.monotonic()))
        good = ask(port, row=[1, 2, 3, 4])[0] == 200
        return good, time.monotonic() - due

    with ThreadPoolExecutor(300) as pool:
        told = list(pool.map(one, range(round(rate * seconds))))
    return percentile([waited for _, waited in told], 95), sum(not good for good, _ in told)


class Work:
    """A context manager: `folder` is the copy, `calls()` what the accelerator was asked. Servers that it starts end with it."""

    def __enter__(self):
        self.base = tempfile.mkdtemp(prefix='scale-', dir='/tmp')
        os.chown(self.base, *(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':')))
        self.folder = os.path.join(self.base, 'code')
        copied = lab.as_learner(['sh', '-c', 'mkdir "$1" "$1/state" && cp *.py "$1"', 'sh', self.folder])
        if not copied:
            lab.require('Your programs can be copied', False, expected='server.py, front.py, load.py', found=copied.err.strip())
        for name, source in (('accelerator', 'watched_accelerator'), ('baseline_server', 'baseline_server')):
            with open(lab.data(f'{source}.py'), encoding='utf-8') as file:
                lab.as_learner(['tee', f'{self.folder}/{name}.py'], input=file.read())
        self.running = []
        return self

    def __exit__(self, *_):
        self.release()
        for process in self.running:
            process.stop()
        shutil.rmtree(self.base, ignore_errors=True)

    def serve(self, module='server', **environment):
        """Port of a server of the learner's; ends the check where it does not come up."""
        port = free_port()
        process = lab.spawn(['python3', '-m', 'uvicorn', f'{module}:app', '--port', str(port), '--no-access-log'], as_learner=True, cwd=self.folder, env=environment)
        self.running.append(process)
        until = time.monotonic() + PATIENCE
        while ask(port, '/health')[0] != 200:
            if process.running and time.monotonic() < until:
                time.sleep(0.1)
                continue
            said = [line for line in process.err.strip().splitlines() if 'Error' in line]
            lab.require(f'{module}.py starts', False, expected='GET /health answers 200', found=said[-1] if said else process.err.strip()[-200:] or 'nothing answers',
                        file=f'{module}.py', hint='Run `sh start.sh` in the terminal, and look into /tmp/scale-9001.log.')
        return port

    def hold(self):
        lab.as_learner(['touch', f'{self.folder}/state/hold'])

    def release(self):
        lab.as_learner(['rm', '-f', f'{self.folder}/state/hold'])

    def calls(self):
        """Sizes of the batches since the last time."""
        path = f'{self.folder}/state/calls'
        told = [int(line) for line in lab.as_learner(['cat', path]).out.split()]
        lab.as_learner(['rm', '-f', path])
        return told


class Callers:
    """Requests that are on their way: `start(rows)`, then `answers()`; `done` how many have come back."""

    def __init__(self, port):
        self.port, self.told, self._threads, self._sent = port, {}, [], []

    def start(self, rows):
        for number, row in enumerate(rows, len(self._threads)):
            thread = threading.Thread(target=lambda number=number, row=row: self.told.__setitem__(number, ask(self.port, row=row, sent=lambda: self._sent.append(number))), daemon=True)
            self._threads.append(thread)
            thread.start()
        # All are on their way, and a moment later the server has read them.
        until = time.monotonic() + PATIENCE
        while len(self._sent) < len(self._threads) and time.monotonic() < until:
            time.sleep(0.05)

    @property
    def done(self):
        return len(self.told)

    def answers(self):
        for thread in self._threads:
            thread.join(60)
        return [self.told.get(number, (0, 'nothing came', {})) for number in range(len(self._threads))]
