#!/usr/bin/env python3
"""Many different people ask different questions in different ways: the number of series must not grow with them."""
import lab
from stack import Stack, ask

draw = lab.rng()


def series(port):
    status, text = ask(port, '/metrics')
    if status != 200 or 'predictions_total' not in text:
        lab.require('GET /metrics answers 200', False, expected='200, with predictions_total', found=f'{status or "no answer"}: {text[:200]}', file='service.py')
    return {line.rsplit(' ', 1)[0] for line in text.splitlines() if line.startswith('prediction')}


with Stack() as stack:
    port = stack.service()
    # Each kind of answer once, so that its series is there already.
    for document in ({'row': [1, 0, 0, 0]}, {'row': []}, {'row': [1, 0, 1, 0]}):
        ask(port, '/predict', document)
    before = series(port)
    for number in range(60):
        row = [draw.randrange(1000), 0, 1 if number % 5 == 0 else 0, 0]
        ask(port, f'/predict?request={draw.randrange(10**9)}', {'row': row if number % 7 else ['no']}, {'User-Agent': f'client/{draw.randrange(10**6)}', 'X-User': f'u{draw.randrange(10**6)}'})
        ask(port, f'/{draw.randrange(10**6)}', {'row': row})
    grown = series(port) - before
    lab.check('After 120 requests, no two alike, it has as many series as before', not grown, expected='none more', found=f'{len(grown)} more, such as {sorted(grown)[0]}' if grown else '', file='service.py',
              docs='https://prometheus.io/docs/practices/naming/#labels', hint='A label has a handful of values, such as status codes. Who asked, and what for, belongs into a log.')
