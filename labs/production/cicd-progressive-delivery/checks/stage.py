"""Two versions of the check's own, and the learner's load balancer in front of them, on ports that nobody else uses."""
import collections
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import tempfile
import threading
import time

import lab

DOCS = 'https://docs.haproxy.org/2.6/configuration.html'
PATIENCE = 20


def free_ports(count):
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(('127.0.0.1', 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


# Told in each answer of a version: what answers in its place does not know it.
STAMP = secrets.token_hex(8)


class Answer:
    """`status` 0 where there is none; `text` then says why. `version` is None where no version of the check gave it."""

    def __init__(self, status, text):
        self.status, self.text = status, text.strip()
        try:
            told = json.loads(text)
            self.version = told['version'] if told['stamp'] == STAMP else None
        except (ValueError, TypeError, KeyError):
            self.version = None

    def __str__(self):
        return f'{self.status or "no answer"}: {self.text[:150]}'


class Version:
    """A version: a process whose behaviour is set by files that it looks at."""

    def __init__(self, name, port, folder):
        self.name, self.port, self.folder = name, port, os.path.join(folder, name)
        os.mkdir(self.folder)
        self.start()

    def start(self):
        # As the learner, so that the learner's program may end it; its code and its files are the check's.
        self.process = lab.spawn(['python3', f'{os.path.dirname(self.folder)}/version.py', self.name, str(self.port), self.folder, STAMP], as_learner=True)
        until = time.monotonic() + PATIENCE
        while ask(self.port, '/health').status == 0:
            if time.monotonic() > until or not self.process.running:
                lab.broken(f'a version of the check does not start: {self.process.err[-300:]}')
            time.sleep(0.05)

    def set(self, name, value):
        path = os.path.join(self.folder, name)
        with open(path + '.new', 'w', encoding='ascii') as file:
            file.write(str(value))
        os.chmod(path + '.new', 0o644)
        os.replace(path + '.new', path)

    def kill(self):
        """Returns when it is gone: a process that is on its way out still takes connections, and breaks them off."""
        try:
            os.kill(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        until = time.monotonic() + PATIENCE
        while self.process.running and time.monotonic() < until:
            time.sleep(0.02)


class Stage:
    """A context manager: `stable` and `canary`, `ask()`, `count()`, `run()` for the learner's programs."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='stage-', dir='/tmp')
        os.chmod(self.folder, 0o755)
        shutil.copy(lab.data('version.py'), self.folder)
        os.chmod(f'{self.folder}/version.py', 0o644)
        self.port, stable, canary = free_ports(3)
        run = os.path.join(self.folder, 'run')
        os.mkdir(run)
        os.chown(run, *(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':')))
        self.environment = {'PORT': str(self.port), 'STABLE': str(stable), 'CANARY': str(canary), 'ADMIN': os.path.join(run, 'admin.sock')}
        self.stable, self.canary = (Version(name, port, self.folder) for name, port in (('stable', stable), ('canary', canary)))
        self.proxy = lab.spawn(['haproxy', '-db', '-f', 'haproxy.cfg'], as_learner=True, env=self.environment)
        until = time.monotonic() + PATIENCE
        while ask(self.port, '/health').status != 200:
            if time.monotonic() > until or not self.proxy.running:
                said = [line for line in (self.proxy.err + self.proxy.out).strip().splitlines() if 'ALERT' in line] or [self.proxy.err.strip()[-300:] or 'nothing answers']
                self.__exit__()
                lab.require('The load balancer starts and answers', False, expected='GET /health through it is 200', found=said[0][:300], file='haproxy.cfg', docs=DOCS,
                            hint='Run `sh start.sh` in the terminal. Ports and the socket come from "${PORT}", "${STABLE}", "${CANARY}" and "${ADMIN}".')
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        for process in (getattr(self, 'proxy', None), self.stable.process, self.canary.process):
            if process:
                process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, path='/predict', timeout=20):
        return ask(self.port, path, timeout)

    def count(self, number):
        """Who answered so many requests, one after the other, and the first answer that was no 200 of a version."""
        answers = [self.ask() for _ in range(number)]
        odd = next((answer for answer in answers if answer.status != 200 or not answer.version), None)
        return collections.Counter(answer.version if answer.status == 200 and answer.version else 'failed' for answer in answers), odd

    def run(self, *words, timeout=60):
        return lab.as_learner(['python3', *words], env=self.environment, timeout=timeout)

    def pid(self):
        return self.proxy.pid

    def share(self):
        """Percent of new requests that the canary gets, as the load balancer says; 0 where it says nothing."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(self.environment['ADMIN'])
                connection.sendall(b'get weight versions/canary; get weight versions/stable\n')
                told = b''
                while part := connection.recv(4096):
                    told += part
            canary, stable = (int(line.split()[0]) for line in told.decode().split('\n') if line.strip())
            return 100 * canary // ((canary + stable) or 1)
        except (OSError, ValueError):
            return 0


class Load:
    """A context manager: callers that go on asking. `seen` counts versions, errors by version, and what failed otherwise."""

    def __init__(self, stage, callers=4):
        self.stage, self.seen, self.odd = stage, collections.Counter(), None
        self._go, self._lock = True, threading.Lock()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(callers)]

    def _ask(self):
        while self._go:
            answer = self.stage.ask()
            with self._lock:
                if answer.version:
                    self.seen[answer.version if answer.status == 200 else f'{answer.version} errors'] += 1
                else:
                    self.seen['dropped'] += 1
                    self.odd = self.odd or answer
            time.sleep(0.003)

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._go = False
        for thread in self._threads:
            thread.join(30)


def ask(port, path='/predict', timeout=20):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    try:
        connection.request('GET', path, headers={'Connection': 'close'})
        response = connection.getresponse()
        return Answer(response.status, response.read().decode(errors='replace'))
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, str(error) or type(error).__name__)
    finally:
        connection.close()


def last(ran):
    said = (ran.err.strip() or ran.out.strip()).splitlines()
    return f'{ran.ended}: {said[-1]}' if said else ran.ended
