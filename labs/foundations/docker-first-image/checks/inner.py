"""The learner's image, built and run by a check in the lab's own container engine, and taken away again.

Everything runs as the learner: the engine is theirs, and what is built runs their code.
"""
import contextlib
import json
import os
import shutil
import socket
import time

import lab

LABEL = 'ai-labs.check'
DOCS = 'https://docs.docker.com/reference/dockerfile/'


def podman(*words, timeout='60s', **options):
    uid = os.environ.get('LAB_LEARNER_IDS', '1000').split(':')[0]
    environment = {'XDG_RUNTIME_DIR': os.environ.get('XDG_RUNTIME_DIR', f'/run/user/{uid}'), 'BUILDAH_FORMAT': 'docker'}
    return lab.as_learner(['podman', *words], timeout=timeout, env=environment, **options)


def tail(result, lines=6):
    """The end of what a command said."""
    return '\n'.join((result.out + result.err).strip().splitlines()[-lines:])


def sweep():
    """Takes away what a check left that was stopped half-way."""
    left = podman('ps', '--all', '--quiet', '--filter', f'label={LABEL}').out.split()
    if left:
        podman('rm', '--force', '--time', '0', *left)


@contextlib.contextmanager
def built(folder='.'):
    """The name of an image built from the learner's Dockerfile; ends the check with the build's own words where it fails."""
    sweep()
    if not os.path.exists(os.path.join(folder, 'Dockerfile')):
        lab.require('There is a Dockerfile', False, expected='a file called Dockerfile', found='none', hint='It lies beside app.py.')
    name = f'check-{os.urandom(4).hex()}'
    result = podman('build', '--tag', name, folder, timeout='120s')
    try:
        if 'no space left' in result.err:
            lab.broken(tail(result))
        lab.require('The Dockerfile builds', result.code == 0, expected='an image', found=tail(result) or result.ended,
                    hint='Run `docker build --tag reviews .` in the terminal and read its last lines.', docs=DOCS, file='Dockerfile', line=1)
        yield name
    finally:
        podman('rmi', '--force', name)


@contextlib.contextmanager
def copy_with(model):
    """A copy of the learner's folder with another model in it."""
    folder = f'/tmp/check-{os.urandom(6).hex()}'
    made = lab.as_learner(['cp', '--recursive', '.', folder])
    try:
        lab.require('Your folder can be copied', made.code == 0, expected='a copy', found=made.err.strip())
        lab.as_learner(['tee', f'{folder}/model.json'], input=json.dumps(model))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(('0.0.0.0', 0))
        return probe.getsockname()[1]


HERE = '127.0.0.1'


def address():
    """Where others reach this lab: what a browser's requests come in by."""
    return socket.gethostbyname(socket.gethostname())


class Container:
    """A running container of the learner's image, asked at `host` and `port`, or inside a network of its own where `host` is None."""

    def __init__(self, name, host, port):
        self.name, self.host, self.port = name, host, port
        self._pid = None if host else str(self.state().get('Pid') or 0)

    def state(self):
        try:
            return json.loads(podman('inspect', '--format', '{{json .State}}', self.name).out)
        except ValueError:
            return {'Status': 'gone', 'Running': False, 'ExitCode': None}

    def ended(self, within):
        """Whether it ends by itself in so many seconds."""
        return not podman('wait', self.name, timeout=f'{within}s').timed_out

    def running(self):
        return self.state().get('Running') is True

    def logs(self):
        result = podman('logs', self.name)
        return result.out + result.err

    def ask(self, path, body=None):
        """Status and parsed answer; status 0 where nothing answers."""
        if self.host:
            answer = lab.http(f'http://{self.host}:{self.port}{path}', json=body, timeout=10)
            return answer.status, parsed(answer.text)
        send = ['--data', json.dumps(body)] if body is not None else []
        result = podman('unshare', 'nsenter', '--net', '--target', self._pid, 'curl', '--silent', '--max-time', '10',
                        '--write-out', '\n%{http_code}', *send, f'http://127.0.0.1:{self.port}{path}')
        text, _, status = result.out.rpartition('\n')
        return int(status) if status.isdigit() else 0, parsed(text)

    def wait(self):
        """Until it answers. Returns whether it does."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if self.ask('/health')[0]:
                return True
            if not self.running():
                return False
            time.sleep(0.2)
        return False

    def found(self):
        """What became of it, for a message."""
        state = self.state()
        said = '\n'.join(self.logs().strip().splitlines()[-4:])
        how = 'it runs, and does not answer' if state.get('Running') else f"it ended with exit code {state.get('ExitCode')}"
        return how + (f', after saying:\n{said}' if said else ', and said nothing')


def parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()[:200]


@contextlib.contextmanager
def started(image, *options, env=None, host=None, port=None):
    """
    A container of the image. With `host` it shares the lab's network and is told a free port (or this one) by PORT. Without,
    it has a network of its own, where nothing that runs already is in the way of its default port.
    """
    env = dict(env or {})
    if host:
        port = port or free_port()
        env.setdefault('PORT', port)
    name = f'check-{os.urandom(4).hex()}'
    settings = [word for key, value in env.items() for word in ('--env', f'{key}={value}')]
    result = podman('run', '--detach', '--name', name, '--label', f'{LABEL}=yes', '--network', 'host' if host else 'none', *settings, *options, image)
    try:
        if result.code not in (0, 126, 127):
            lab.broken(f'podman run did not work: {tail(result)}')
        lab.require('The image starts', result.code == 0, expected='a container', found=tail(result), docs=DOCS,
                    hint='What CMD names must be in the image: `CMD ["python3", "app.py"]`, where app.py was copied to.', file='Dockerfile')
        yield Container(name, host, port or 8080)
    finally:
        podman('rm', '--force', '--time', '0', name)


def answering(container, what, hint):
    """Ends the check where it does not answer."""
    lab.require(what, container.wait(), expected='an answer to GET /health', found=container.found(), hint=hint)
