"""The learner's image, built and run by a check in the lab's own container engine, and taken away again."""
import contextlib
import os

import lab


def podman(*words, timeout='60s'):
    """Everything runs as the learner: the engine is theirs, and what is built runs their code."""
    return lab.as_learner(['podman', *words], timeout=timeout)


@contextlib.contextmanager
def built():
    """The name of an image built from the learner's Dockerfile; ends the check with the build's own words where it fails."""
    lab.require('there is a Dockerfile', os.path.exists('Dockerfile'), expected='a file called Dockerfile', found='none')
    name = f'check-{os.urandom(4).hex()}'
    result = podman('build', '--tag', name, '.', timeout='90s')
    try:
        lab.require('the Dockerfile builds', result.code == 0, expected='an image', found='\n'.join((result.out + result.err).strip().splitlines()[-5:]),
                    hint='Run `docker build .` in the terminal and read its last lines.', file='Dockerfile', line=1)
        yield name
    finally:
        podman('rmi', '--force', name)


def said(name, *command):
    """What a container of the image prints."""
    result = podman('run', '--rm', '--network', 'none', name, *command)
    return (result.out + result.err).strip()
