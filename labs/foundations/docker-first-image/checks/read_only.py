#!/usr/bin/env python3
"""Starts the image with a file system that nobody can write to."""
import inner
import lab

with inner.built() as image, inner.started(image, '--read-only', '--read-only-tmpfs=false', host=inner.HERE) as container:
    up = container.wait()
    lab.check('It runs with a read-only file system', up and container.ask('/predict', {'text': 'good'})[0] == 200,
              expected='answers, started with --read-only', found=container.found(),
              hint='Something still writes a file in the container, where it fills the disk and is gone with the container.', file='app.py',
              docs='https://docs.docker.com/reference/cli/docker/container/run/#read-only')
