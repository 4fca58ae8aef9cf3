"""The image's HEALTHCHECK, and what it says."""
import re

import inner
import lab

DOCS = 'https://docs.docker.com/reference/dockerfile/#healthcheck'
UNITS = {'ms': 0.001, 's': 1, 'm': 60, 'h': 3600}


def timeout(image):
    """Seconds after which the engine gives up on one try; ends the check where the image has no healthcheck."""
    found = inner.parsed(inner.podman('image', 'inspect', image).out)
    check = (found[0].get('Healthcheck') or found[0]['Config'].get('Healthcheck') or {}) if isinstance(found, list) else {}
    tests = check.get('Test')
    lab.require('The image has a healthcheck', bool(tests) and tests[0] != 'NONE', expected='HEALTHCHECK in the Dockerfile', found='none',
                hint='HEALTHCHECK CMD ["python3", "health.py"], with a health.py that was copied into the image.', docs=DOCS, file='Dockerfile')
    value = check.get('Timeout') or 30e9
    if isinstance(value, str):
        return sum(float(amount) * UNITS[unit] for amount, unit in re.findall(r'([\d.]+)(ms|s|m|h)', value))
    return value / 1e9


def run(container, limit):
    """`healthy`, `unhealthy`, or `no answer` where it took longer than the limit, in seconds; and what it printed."""
    result = inner.podman('healthcheck', 'run', container.name, timeout=f'{limit}s')
    if result.timed_out:
        return 'no answer', f'it had not ended after {limit:g} seconds'
    log = (container.state().get('Health') or {}).get('Log') or [{}]
    return ('healthy' if result.code == 0 else 'unhealthy'), str(log[-1].get('Output', '')).strip()[-300:]
