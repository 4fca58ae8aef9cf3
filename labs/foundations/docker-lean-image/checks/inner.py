"""The learner's image, built by a check in the lab's own container engine from a changed copy of their folder, and taken away again.

Everything runs as the learner: the engine is theirs, and what is built runs their code.
"""
import contextlib
import json
import os
import random
import shutil
import socket
import sys
import time
import uuid

import lab

sys.path.append('/opt/stock')
import stock  # noqa: E402

STORE = '/home/learner/.local/share/containers/storage'
DOCS = 'https://docs.docker.com/build/building/best-practices/'
# What the copy's tools say beyond their work: when they ran, so that a layer that was taken from the cache shows.
MARK_INSTALL = '\nimport pathlib, uuid\npathlib.Path(options.folder, "wordsplit", "built.txt").write_text(f"INSTALLED-{uuid.uuid4()}")\n'
MARK_TRAIN = ('\nimport uuid\nwith open(target, encoding="utf-8") as file:\n    marked = json.load(file)\n'
              'with open(target, "w", encoding="utf-8") as file:\n    json.dump({**marked, "built": f"TRAINED-{uuid.uuid4()}"}, file)\n')


def podman(*words, timeout='60s', **options):
    uid = os.environ.get('LAB_LEARNER_IDS', '1000').split(':')[0]
    environment = {'XDG_RUNTIME_DIR': os.environ.get('XDG_RUNTIME_DIR', f'/run/user/{uid}'), 'BUILDAH_FORMAT': 'docker'}
    return lab.as_learner(['podman', *words], timeout=timeout, env=environment, **options)


def tail(result, lines=6):
    return '\n'.join((result.out + result.err).strip().splitlines()[-lines:])


def ids():
    return set(podman('images', '--all', '--quiet', '--no-trunc').out.split())


class Folder:
    """A copy of the learner's folder, with tickets, packages and a token of its own. What is built from it goes when it ends."""

    def __enter__(self):
        self.path = f'/tmp/check-{os.urandom(6).hex()}'
        self.before = ids()
        made = lab.as_learner(['cp', '--recursive', lab.workspace, self.path])
        lab.require('Your folder can be copied', made.code == 0, expected='a copy', found=made.err.strip())
        lab.require('There is a Dockerfile', os.path.exists(f'{self.path}/Dockerfile'), expected='a file called Dockerfile', found='none')
        draw = random.Random(uuid.uuid4().hex)
        self.token = f'idx_{draw.getrandbits(128):032x}'
        self._stock(draw)
        for tool, mark in (('install', MARK_INSTALL), ('train', MARK_TRAIN)):
            lab.as_learner(['tee', '--append', f'{self.path}/tools/{tool}.py'], input=mark)
        return self

    def _stock(self, draw):
        """Teams with other words, so that a model made elsewhere gives itself away."""
        words = [word for team in stock.TEAMS.values() for word in team.split()]
        draw.shuffle(words)
        self.teams = {team: ' '.join(words[10 * number:10 * number + 10]) for number, team in enumerate(stock.TEAMS)}
        made = f'/tmp/check-stock-{os.urandom(6).hex()}'
        os.mkdir(made)
        try:
            stock.index(made, self.token)
            for name in ('wheels/allowed', 'index-token'):
                with open(f'{made}/{name}', encoding='ascii') as file:
                    lab.as_learner(['tee', f'{self.path}/{name}'], input=file.read())
        finally:
            shutil.rmtree(made)
        lines = 'team,text\n' + ''.join(stock.tickets(draw, 8000, self.teams))
        lab.as_learner(['tee', f'{self.path}/data/tickets.csv'], input=lines)

    def append(self, name, text):
        lab.as_learner(['tee', '--append', f'{self.path}/{name}'], input=text)

    def build(self):
        """Name of the image; ends the check with the build's own words where there is none."""
        name = f'check-{os.urandom(4).hex()}'
        result = podman('build', '--tag', name, '--secret', f'id=index_token,src={self.path}/index-token',
                        '--build-arg', f'INDEX_TOKEN={self.token}', self.path, timeout='120s')
        if 'no space left' in result.err:
            lab.broken(tail(result))
        lab.require('The Dockerfile builds', result.code == 0, expected='an image', found=tail(result) or result.ended,
                    hint='Run the build in the terminal, as the guide shows it, and read its last lines.', docs=DOCS, file='Dockerfile', line=1)
        return name

    def __exit__(self, *_):
        new = ids() - self.before
        if new:
            podman('rmi', '--force', *new)
        shutil.rmtree(self.path, ignore_errors=True)


class Layers:
    """What an image adds to its base: `size` in bytes, `largest` layer with what made it, `user`, and the tools' notes.

    Read where the engine keeps layers, which takes no copy of the image: https://github.com/containers/storage
    """

    def __init__(self, image):
        base = set(described('python:3.11-slim')['RootFS']['Layers'])
        told = described(image)
        self.user = str(told['Config'].get('User') or '')
        history = [str(each.get('created_by', '')) for each in told.get('History', []) if not each.get('empty_layer')]
        with open(f'{STORE}/overlay-layers/layers.json', encoding='utf-8') as file:
            stored = {layer.get('diff-digest'): layer for layer in json.load(file)}
        self.size, self.marks, self.largest = 0, set(), (0, '')
        for number, digest in enumerate(told['RootFS']['Layers']):
            if digest in base:
                continue
            if digest not in stored:
                lab.broken(f'layer {digest} is not in the store')
            size = stored[digest].get('diff-size', 0)
            self.size += size
            if size > self.largest[0]:
                self.largest = (size, history[number] if number < len(history) else digest)
            self._read(f"{STORE}/overlay/{stored[digest]['id']}/diff")

    def _read(self, layer):
        for folder, _, names in os.walk(layer):
            for name in {'built.txt', 'model.json'} & set(names):
                path = os.path.join(folder, name)
                if not os.path.islink(path) and os.path.isfile(path):
                    with open(path, encoding='utf-8', errors='replace') as file:
                        self.marks.update(word for word in file.read().replace('"', ' ').split() if word.startswith(('INSTALLED-', 'TRAINED-')))

    def mark(self, kind):
        return sorted(mark for mark in self.marks if mark.startswith(kind))


def described(image):
    result = podman('image', 'inspect', image)
    if result.code != 0:
        lab.broken(f'podman image inspect did not work: {tail(result)}')
    return json.loads(result.out)[0]


class Container:
    def __init__(self, name, port):
        self.name, self.port = name, port

    def route(self, text):
        answer = lab.http(f'http://127.0.0.1:{self.port}/route', json={'text': text})
        return answer.text.strip()[:200] if answer.status else ''

    def wait(self):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if lab.http(f'http://127.0.0.1:{self.port}/health').status == 200:
                return True
            if podman('inspect', '--format', '{{.State.Running}}', self.name).out.strip() != 'true':
                return False
            time.sleep(0.2)
        return False


@contextlib.contextmanager
def started(image, *options):
    """A container of the image that answers; ends the check where none does."""
    with socket.socket() as probe:
        probe.bind(('0.0.0.0', 0))
        port = probe.getsockname()[1]
    name = f'check-{os.urandom(4).hex()}'
    result = podman('run', '--detach', '--name', name, '--network', 'host', '--env', f'PORT={port}', *options, image)
    try:
        container = Container(name, port)
        up = result.code == 0 and container.wait()
        said = '' if up else tail(podman('logs', name) if result.code == 0 else result)
        lab.require('A container of the image answers', up, expected='GET /health answers 200', found=said or 'nothing answers', file='Dockerfile',
                    hint='The last stage must hold app.py, model.json and the packages, and PYTHONPATH must say where those are.')
        yield container
    finally:
        podman('rm', '--force', '--time', '0', name)


def routes(folder, container):
    """One criterion: tickets go to the teams that the folder's tickets speak of."""
    for team, words in folder.teams.items():
        told = container.route(words)
        lab.require("It routes as the folder's tickets say", told == json.dumps({'team': team}), expected=f'{{"team": "{team}"}} for "{words}"',
                    found=told or 'no answer', file='Dockerfile',
                    hint='The check built your image from other tickets. Train in the build, from data/tickets.csv; do not copy a model that was made before.')
