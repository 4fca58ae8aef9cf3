#!/usr/bin/env python3
"""Looks as whom the service runs, and what it could change."""
import inner
import lab

with inner.Folder() as folder:
    image = folder.build()
    user = inner.Layers(image).user
    with inner.started(image, '--read-only') as container:
        uid = inner.podman('exec', container.name, 'id', '-u').out.strip()
        lab.require('The service does not run as root', uid not in ('', '0'), expected='a user id other than 0', found=uid or 'none', file='Dockerfile',
                    hint='USER in the last stage, after everything that needs root.', docs='https://docs.docker.com/reference/dockerfile/#user')
        lab.check('The user is a number', user.split(':')[0].isdigit(), expected='USER with a number', found=user, file='Dockerfile',
                  hint='Kubernetes refuses a name where a pod must not run as root (runAsNonRoot): it cannot know which id is behind it.',
                  docs='https://kubernetes.io/docs/tasks/configure-pod-container/security-context/')
        inner.routes(folder, container)
    with inner.started(image) as container:
        # A folder that can be written to lets files be replaced in it, whoever owns them.
        told = inner.podman('exec', container.name, 'python3', '-c', 'import os, sys\nfor folder, _, files in os.walk("."):\n'
                            '    for path in [folder, *(os.path.join(folder, name) for name in files)]:\n'
                            '        if os.access(path, os.W_OK):\n            print(path)')
        lab.require('What is in the image can be listed', told.code == 0, expected='a list', found=inner.tail(told))
        lab.check('It cannot change its own program', not told.out.strip(), expected='nothing that the service could write to in its folder',
                  found=', '.join(told.out.split()[:4]), file='Dockerfile',
                  hint='What is copied belongs to root, and the service reads it: no --chown, no chmod. Whoever breaks in then cannot stay.')
