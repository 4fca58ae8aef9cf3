#!/usr/bin/env python3
"""Counts what the image adds to its base."""
import inner
import lab

BUDGET = 200_000
with inner.Folder() as folder:
    layers = inner.Layers(folder.build())
    lab.check('The image adds at most 200 kB to python:3.11-slim', 0 < layers.size <= BUDGET, expected=f'{BUDGET:,} bytes or less',
              found=f'{layers.size:,} bytes, {layers.largest[0]:,} of them from {layers.largest[1][:120]}', file='Dockerfile',
              hint='What one layer added, a later one can hide and not remove. Build in a stage of its own, and copy only what runs into the last one.',
              docs='https://docs.docker.com/build/building/multi-stage/')
