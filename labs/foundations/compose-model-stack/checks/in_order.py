#!/usr/bin/env python3
"""Starts the stack with a cache that needs some seconds: the API must wait for it, not crash until it is there."""
from datetime import datetime

import lab
import stack

SECONDS = 10
DOCS = 'https://docs.docker.com/compose/how-tos/startup-order/'


def begun(service):
    """When its container was started, to the second."""
    return datetime.fromisoformat((lab.get(work.container(service), 'State.StartedAt') or '')[:19])


with stack.Stack(slow=SECONDS) as work:
    said = work.up()
    patience = 'is unhealthy' in said.err
    lab.require(f'The stack starts though its cache takes {SECONDS} seconds', said.code == 0, expected='the API waits, then starts', docs=DOCS, file='compose.yaml',
                found=stack.tail(said) or said.ended,
                hint='The healthcheck gave up too early. interval times retries, or start_period, is the time a start may take: allow 30 seconds.' if patience else
                'condition: service_healthy needs a healthcheck in the service that is waited for.')
    up = work.wait()
    # Its log goes on over restarts.
    crashes = work.logs('api', 100).count('no cache at')
    lab.require('The API is not started before the cache is ready', up and not crashes, docs=DOCS, file='compose.yaml',
                expected='one start, after which it answers', found=f'{crashes} crashes before it found its cache' if crashes > 1 else work.found(),
                hint='A cache that was started is not yet ready. Say how to tell (healthcheck: what does `redis-cli ping` say?), and wait for that '
                     '(depends_on with condition: service_healthy).')
    after = (begun('api') - begun('cache')).total_seconds()
    lab.check('It is started because the cache is ready, and not because time has passed', after >= SECONDS - 1, docs=DOCS, file='compose.yaml',
              expected=f'its container starts {SECONDS} seconds after that of the cache, or later', found=f'{after:.0f} seconds after it',
              hint='A sleep in the API is too long on most days, and too short on the one that counts. depends_on with condition: service_healthy lets Compose start it when the healthcheck says ready.')
