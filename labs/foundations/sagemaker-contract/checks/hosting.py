"""The learner's server, run as a hosting service runs it: `serve`, a port, a model folder, and signals."""
import http.client
import os
import re
import signal
import socket
import time

import lab

CONTRACT = 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html'
PATIENCE = 60
"""Seconds for things that are not about speed. Only a server that never gets there meets it."""


class Reply:
    """What came back from a request. `status` is 0 where nothing did, and `text` says why."""

    def __init__(self, status, kind, text):
        self.status, self.kind, self.text = status, kind, text

    def __str__(self):
        if self.status == 0:
            return f'no answer: {self.text}'
        body = self.text.strip()
        return f'status {self.status}' + (f', {self.kind or "no Content-Type"}: {body[:300]}' if body else '')


def free_port():
    with socket.socket() as probe:
        probe.bind(('', 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex(('127.0.0.1', port)) == 0


class Server:
    """`./serve` as the learner. A context manager; stopped, with everything it started, at the end.

    model: what MODEL_DIR says; None leaves it out. port: what SAGEMAKER_BIND_TO_PORT says; None leaves it out (8080).
    """

    def __init__(self, model=None, port=0):
        self.model = model
        self.bound = port is not None
        self.port = 8080 if port is None else port or free_port()
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.process.stop()

    def start(self):
        """Ends the check with a message where there is nothing that can be started."""
        # So that a server which ignores the variable is told so at once.
        self.elsewhere_free = self.bound and not listens(8080)
        environment = {}
        if self.model is not None:
            environment['MODEL_DIR'] = self.model
        if self.bound:
            environment['SAGEMAKER_BIND_TO_PORT'] = self.port
        try:
            self.process = lab.spawn(['./serve'], as_learner=True, env=environment)
        except OSError as error:
            lab.require(
                './serve can be started', False, expected='an executable file called serve in your folder',
                found=error.strerror, file='serve', line=1, docs=CONTRACT,
                hint='Make it executable with `chmod +x serve`, and begin it with a line like `#!/bin/sh`.')

    def ask(self, method, path, body=None, kind=None, accept=None, host='127.0.0.1', timeout=30):
        """One request on a connection of its own. Never raises."""
        connection = http.client.HTTPConnection(host, self.port, timeout=timeout)
        try:
            headers = {'Connection': 'close'}
            if kind is not None:
                headers['Content-Type'] = kind
            if accept is not None:
                headers['Accept'] = accept
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheader('Content-Type') or '', answer.read(1 << 20).decode('utf-8', 'replace'))
        except TimeoutError:
            return Reply(0, '', f'nothing came for {timeout} seconds')
        except (OSError, http.client.HTTPException) as error:
            return Reply(0, '', getattr(error, 'strerror', None) or str(error) or type(error).__name__)
        finally:
            connection.close()

    def ping(self, timeout=5):
        return self.ask('GET', '/ping', timeout=timeout)

    def invoke(self, body, kind, accept=None):
        return self.ask('POST', '/invocations', body=body, kind=kind, accept=accept)

    def require_healthy(self, criterion='The server becomes healthy', hint=None):
        """Waits until /ping answers 200; ends the check where it never does."""
        until = time.monotonic() + PATIENCE
        reply = self.ping()
        while reply.status != 200 and time.monotonic() < until:
            if not self.process.running or reply.status in (404, 405):
                break
            if self.elsewhere_free and listens(8080) and self.holds_8080():
                lab.require(
                    criterion, False, expected=f'an answer on port {self.port}, as SAGEMAKER_BIND_TO_PORT said',
                    found='it listens on port 8080', docs=CONTRACT, file='serve',
                    hint='In a shell script, "${SAGEMAKER_BIND_TO_PORT:-8080}" is the variable, or 8080 where it is not set.')
            time.sleep(0.1)
            reply = self.ping()
        if reply.status == 200:
            lab.check(criterion, True)
        elif not self.process.running:
            lab.require(criterion, False, expected='GET /ping answers 200', docs=CONTRACT, **self.death())
        else:
            lab.require(criterion, False, expected='GET /ping answers 200', found=str(reply), docs=CONTRACT,
                        hint=hint or self.complaint() or 'Start ./serve in the terminal and ask it with curl.')

    def holds_8080(self):
        """Whether port 8080 falls silent with this server; where it does not, another one took it, and this starts anew."""
        self.process.stop()
        if not listens(8080):
            return True
        self.start()
        return False

    def complaint(self, since=0):
        """The last error in what the server printed, from this many characters on, or nothing."""
        errors = re.findall(r'^\s*\w[\w.]*(?:Error|Exception)\b.*$', self.process.err[since:], re.M)
        return f'It printed: {errors[-1].strip()[:300]}' if errors else None

    def death(self):
        """For a message about a server that ended: its last words, and the learner's line they came from."""
        said = self.process.err.strip().splitlines() or self.process.out.strip().splitlines() or ['nothing was printed']
        words = self.complaint()
        place = self.place()
        return {
            'found': f'the server ended. {words or "It printed: " + said[-1].strip()[:300]}',
            'hint': 'Start ./serve in the terminal to see the whole message.',
            'file': place[0], 'line': place[1],
        }

    def place(self):
        """The last line of the learner's own files in a traceback."""
        lines = re.findall(r'File "([^"]+)", line (\d+)', self.process.err)
        for name, line in reversed(lines):
            if name.startswith(lab.workspace + os.sep):
                return os.path.relpath(name, lab.workspace), int(line)
        return None, None

    def send(self, number):
        """A signal to the process that was started, and to no other: what a container's engine does."""
        os.kill(self.process.pid, number)

    def crash(self):
        """Ends every process of the server at once, as when memory runs out."""
        os.killpg(self.process.pid, signal.SIGKILL)
        while self.process.running:
            time.sleep(0.02)
