#!/usr/bin/env python3
"""Builds with a token that nobody has used before, and looks for it in all that the build left behind."""
import os

import inner
import lab

DOCS = 'https://docs.docker.com/build/building/secrets/'


def holding(token):
    """Files of the engine's store with the token: of layers as `diff/PATH`, and of what describes images."""
    kept = []
    for place in ('overlay', 'overlay-images'):
        found = lab.run(['grep', '--recursive', '--fixed-strings', '--files-with-matches', '--binary-files=text', '--devices=skip', token,
                         os.path.join(inner.STORE, place)], timeout=60)
        kept += found.out.splitlines()
    return kept


with inner.Folder() as folder:
    image = folder.build()
    kept = holding(folder.token)
    files = sorted({path.split('/diff/', 1)[1] for path in kept if '/diff/' in path})
    lab.require('No layer of any stage holds the token', not files, expected='no file with it', found=', '.join(files[:4]), file='Dockerfile', docs=DOCS,
                hint='RUN rm in a later layer does not take it out of the one before. Keep it out of COPY (.dockerignore), and give it to the one RUN that '
                     'needs it: RUN --mount=type=secret,id=index_token ...')
    lab.check('No history of any stage holds the token', not kept, expected='no image description with it', found=f'{len(kept)} with it',
              file='Dockerfile', docs=DOCS,
              hint='ARG and ENV are written into the image: `docker history` shows them to everybody. RUN --mount=type=secret leaves nothing.')
    with inner.started(image) as container:
        inner.routes(folder, container)
