"""A copy of the learner's folder, built and run by a check as the learner."""
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import tempfile
import time

import lab

COPY = 'mkdir "$1" && cp -r go.mod *.go store "$1"'


class Work:
    """A context manager; `folder` is the copy."""

    def __enter__(self):
        self.base = tempfile.mkdtemp(prefix='features-', dir='/tmp')
        os.chown(self.base, *(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':')))
        self.folder = os.path.join(self.base, 'copy')
        self.data = os.path.join(self.base, 'features.json')
        copied = lab.as_learner(['sh', '-c', COPY, 'sh', self.folder])
        lab.require('Your folder can be copied', bool(copied), expected='go.mod, main.go and store/', found=copied.err.strip())
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.base, ignore_errors=True)

    def go(self, *words, timeout=100):
        return lab.as_learner(['go', *words], cwd=self.folder, timeout=timeout)

    def build(self):
        """Builds the service; ends the check with the compiler's words where it does not."""
        compiles(self.go('build', '-o', f'{self.base}/service', '.'))

    @contextlib.contextmanager
    def serving(self):
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            port = probe.getsockname()[1]
        command = [f'{self.base}/service', '-addr', f'127.0.0.1:{port}', '-data', self.data]
        with lab.spawn(command, as_learner=True, cwd=self.folder) as process:
            service = Service(process, port)
            up = service.wait(lambda: service.ask('GET', '/health')[0] == 200)
            lab.require('The service answers', up, expected='GET /health answers 200', found=process.err.strip()[-300:] or 'nothing answers', file='main.go',
                        hint='Run `go run .` in the terminal.')
            yield service


class Service:
    def __init__(self, process, port):
        self.process, self.port = process, port

    def ask(self, method, path, body=None, timeout=10):
        """Status and parsed answer; status 0 where nothing answers."""
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        answer = lab.http(f'http://127.0.0.1:{self.port}{path}', method=method, data=data, headers={'Content-Type': 'application/json'}, timeout=timeout)
        try:
            return answer.status, json.loads(answer.text)
        except ValueError:
            return answer.status, answer.text.strip()[:200]

    def half(self, path, body):
        """A caller who has sent half of a request. `rest` of it can follow."""
        caller = socket.create_connection(('127.0.0.1', self.port), timeout=20)
        caller.sendall(f'POST {path} HTTP/1.1\r\nHost: lab\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n'.encode() + body[:5])
        return caller

    def refuses(self):
        with socket.socket() as probe:
            probe.settimeout(2)
            return probe.connect_ex(('127.0.0.1', self.port)) != 0

    def wait(self, condition, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if condition():
                return True
            if not self.process.running:
                return condition()
            time.sleep(0.05)
        return False

    def told_to_end(self, by=signal.SIGTERM):
        os.kill(self.process.pid, by)


def response(caller, rest):
    """Sends the rest of a request. Status of what the caller gets, 0 where nothing comes."""
    text = b''
    try:
        caller.sendall(rest)
        while chunk := caller.recv(65536):
            text += chunk
    except OSError:
        pass
    found = re.match(rb'HTTP/1\.\d (\d+)', text)
    return int(found[1]) if found else 0


def compiles(ran):
    said = (ran.err + ran.out).strip()
    place = re.search(r'^(?:\./)?(\S+\.go):(\d+)', said, re.M)
    lab.require('It compiles', bool(ran), expected='go build ends with 0', found='\n'.join(said.splitlines()[-5:]) or ran.ended,
                file=place[1] if place else 'main.go', line=int(place[2]) if place else None, hint='Run `go build ./...` in the terminal.')
