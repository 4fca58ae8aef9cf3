#!/usr/bin/env python3
"""The healthcheck says yes to a service that works, on whatever port it was told to use."""
import health
import inner
import lab

with inner.built() as image:
    health.timeout(image)
    for host in (None, inner.HERE):
        with inner.started(image, host=host) as container:
            port = container.port
            inner.answering(container, f'The service answers on {port}', 'Does it start? `docker run --rm reviews`')
            verdict, said = health.run(container, 30)
            lab.check(f'A working service on port {port} is healthy', verdict == 'healthy', expected='healthy', found=f'{verdict} {said}'.strip(),
                      hint='The check runs in the container, with its variables. Does it ask the port in PORT, and is what it runs in the image? '
                      'The base image has no curl.', docs=health.DOCS, file='Dockerfile')
