#!/usr/bin/env python3
"""The healthcheck says no where the service runs without its model, and where it hangs."""
import health
import inner
import lab

PATIENCE = 10

with inner.built() as image:
    limit = health.timeout(image)
    with inner.started(image, env={'MODEL': '/nowhere/model.json'}, host=inner.HERE) as container:
        inner.answering(container, 'Without a model the service still answers', 'GET /health must answer 503 there, as it did at the start.')
        status, told = container.ask('/health')
        lab.require('It answers 503', status == 503, expected='503 from GET /health', found=f'{status}: {told}', file='app.py')
        verdict, said = health.run(container, 30)
        lab.check('A service without its model is unhealthy', verdict == 'unhealthy', expected='unhealthy', found=f'{verdict} {said}'.strip(),
                  hint='A process that runs, or a port that is open, says nothing about the answers. Ask GET /health and fail where it is not 200.',
                  docs=health.DOCS, file='Dockerfile')
    with inner.started(image, host=inner.HERE) as container:
        inner.answering(container, 'The service answers', 'Does it start? `docker run --rm reviews`')
        inner.podman('kill', '--signal', 'STOP', container.name)
        verdict, said = health.run(container, PATIENCE)
        noticed = verdict == 'unhealthy' or (verdict == 'no answer' and limit <= PATIENCE)
        lab.check(f'A service that hangs is noticed within {PATIENCE} seconds', noticed, expected='unhealthy',
                  found=f'{verdict}: {said}; the engine would give up after {limit:g} seconds',
                  hint='Give the request in the healthcheck a time limit, or the HEALTHCHECK a --timeout.', docs=health.DOCS, file='Dockerfile')
        inner.podman('kill', '--signal', 'CONT', container.name)
