"""The learner's stack, started beside their own under another name, on other ports, and taken away again.

Everything runs as the learner: the engine is theirs, and what is built runs their code.
"""
import json
import os
import socket
import time

import lab
import yaml

DOCS = 'https://docs.docker.com/reference/compose-file/'
PREFIX = 'check0'


def engine(*words, timeout='60s', **options):
    return lab.as_learner(words, timeout=timeout, env={'XDG_RUNTIME_DIR': runtime(), 'BUILDAH_FORMAT': 'docker', 'COMPOSE_ANSI': 'never'}, **options)


def runtime():
    return os.environ.get('XDG_RUNTIME_DIR') or f"/run/user/{os.environ.get('LAB_LEARNER_IDS', '1000').split(':')[0]}"


def tail(result, lines=5):
    """The end of what a command said, without what Compose tells while it works."""
    said = [line for line in (result.out + result.err).strip().splitlines() if line.strip() and not line.rstrip().endswith(('...', '... done'))]
    return '\n'.join(said[-lines:])


def sweep():
    """Takes away what a check left that was stopped half-way."""
    for kind, listed, format, remove in (('container', ['--all'], '{{.Names}}', ['--force', '--time', '0']), ('network', [], '{{.Name}}', ['--force']),
                                         ('volume', [], '{{.Name}}', ['--force'])):
        names = engine('podman', kind, 'ls', *listed, '--format', format).out.split()
        left = [name for name in names if name.startswith(PREFIX)]
        if left:
            engine('podman', kind, 'rm', *remove, *left)


def free_port():
    with socket.socket() as probe:
        probe.bind(('0.0.0.0', 0))
        return probe.getsockname()[1]


class Stack:
    """A context manager. `slow`: so many seconds later than usual does the cache begin to start."""

    def __init__(self, slow=0):
        self.slow = slow
        self.name = f'{PREFIX}{os.urandom(4).hex()}'
        self.folder = f'/tmp/{self.name}'
        self.api = None

    def __enter__(self):
        sweep()
        read = engine('docker-compose', 'config')
        if 'does not answer' in read.err:
            lab.broken(tail(read))
        lab.require('compose.yaml can be read', read.code == 0, expected='a Compose file', found=tail(read) or read.ended, docs=DOCS, file='compose.yaml',
                    hint='`docker compose config` says what is wrong. Indentation counts in YAML.')
        self.file = yaml.safe_load(read.out)
        self.services = self.file.get('services') or {}
        for name in ('api', 'cache'):
            lab.require(f'There is a service called {name}', name in self.services, expected='the services api and cache', found=', '.join(self.services) or 'none',
                        file='compose.yaml', hint='Keep the names that the file came with.')
        engine('mkdir', '-p', self.folder)
        engine('tee', f'{self.folder}/compose.yaml', input=yaml.safe_dump(self.other_names(), sort_keys=False))
        return self

    def __exit__(self, *_):
        self.compose('down', '--volumes', '--remove-orphans', '--timeout', '2')
        engine('podman', 'rmi', '--force', *(f'localhost/{self.name}_{name}' for name in self.services))
        engine('rm', '-rf', self.folder)

    def other_names(self):
        """The file as it is, but that nothing in it meets what the learner has running."""
        file = json.loads(json.dumps(self.file))
        for kind in ('networks', 'volumes'):
            for each in (file.get(kind) or {}).values():
                if each and not each.get('external'):
                    each.pop('name', None)
        for name, service in file['services'].items():
            service.pop('container_name', None)
            ports = []
            for port in service.get('ports') or []:
                target = str(port['target'] if isinstance(port, dict) else port).rsplit(':', 1)[-1].split('/')[0]
                published = free_port()
                ports.append(f'{published}:{target}')
                if name == 'api' and target == '8080':
                    self.api = published
            if ports:
                service['ports'] = ports
        if self.slow:
            cache = file['services']['cache']
            entry = cache.get('entrypoint') or ['docker-entrypoint.sh']
            entry = entry.split() if isinstance(entry, str) else entry
            cache['entrypoint'] = ['sh', '-c', f'sleep {self.slow}; exec "$$@"', 'sh', *entry]
            cache['command'] = cache.get('command') or ['redis-server']
        return file

    def compose(self, *words, timeout='100s'):
        return engine('docker-compose', '--project-name', self.name, '--file', f'{self.folder}/compose.yaml', *words, timeout=timeout)

    def up(self):
        """Starts what is not running, as `docker compose up` does."""
        return self.compose('up', '--detach', '--build')

    def container(self, service):
        """What the engine knows of a service's container."""
        try:
            return json.loads(engine('podman', 'inspect', f'{self.name}_{service}_1').out)[0]
        except (ValueError, IndexError):
            return {}

    def running(self, service):
        return lab.get(self.container(service), 'State.Running') is True

    def logs(self, service, lines=3):
        result = engine('podman', 'logs', '--tail', str(lines), f'{self.name}_{service}_1')
        return (result.out + result.err).strip()

    def ask(self, path, body=None):
        """Status and parsed answer of the API; status 0 where nothing answers."""
        if self.api is None:
            return 0, None
        answer = lab.http(f'http://127.0.0.1:{self.api}{path}', json=body, timeout=10)
        try:
            return answer.status, json.loads(answer.text)
        except ValueError:
            return answer.status, answer.text.strip()[:200]

    def wait(self):
        """Until the API answers well, or has ended. Returns whether it does."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if self.ask('/health')[0] == 200:
                return True
            if not self.running('api'):
                return False
            time.sleep(0.2)
        return False

    def found(self):
        """What became of the API, for a message."""
        if self.api is None:
            return 'no port of the api is published'
        state = lab.get(self.container('api'), 'State') or {}
        how = 'it runs' if state.get('Running') else f"it ended with exit code {state.get('ExitCode')}" if state else 'it was not started'
        status, told = self.ask('/health')
        return how + (f'; GET /health: {status} {told}' if status else '') + (f'; its log ends: {self.logs("api")}' if state else '')

    def started(self, hint='`docker compose up --detach --build` starts it, `docker compose logs api` shows what it says.'):
        """Starts it; ends the check where the API does not answer."""
        # Where nothing says in which order they start, the API may be the quicker one, and is started once more.
        for _ in range(3):
            said = self.up()
            lab.require('The stack starts', said.code == 0, expected='every service started', found=tail(said) or said.ended, docs=DOCS, file='compose.yaml', hint=hint)
            up = self.wait()
            if up:
                break
        lab.require('The API answers, and its cache does', up, expected='200 from GET /health', found=self.found(), docs=DOCS, file='compose.yaml', hint=hint)


def reviews(count):
    """Texts that nobody has sent before."""
    draw = lab.rng('reviews')
    words = ['great', 'quiet', 'broken', 'slow', 'cheap', 'sturdy', 'refund', 'perfect', 'late', 'lamp', 'kettle', 'chair']
    return [' '.join(draw.choice(words) for _ in range(5)) + f' {draw.getrandbits(40):x}' for _ in range(count)]
