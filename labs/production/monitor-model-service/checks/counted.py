#!/usr/bin/env python3
"""Asks a service of the learner's known questions, and compares what it counted."""
import lab
from stack import Stack, ask

DOCS = 'https://prometheus.github.io/client_python/instrumenting/counter/'
draw = lab.rng()


def scrape(port):
    status, text = ask(port, '/metrics')
    if status != 200:
        lab.require('GET /metrics answers 200', False, expected='200', found=f'{status or "no answer"}: {text[:200]}', file='service.py', docs='https://prometheus.github.io/client_python/exporting/http/',
                    hint='For /metrics send generate_latest() of prometheus_client, with CONTENT_TYPE_LATEST.')
    return text


with Stack() as stack:
    port = stack.service()
    before = scrape(port)
    wanted = {'200': draw.randrange(20, 40), '400': draw.randrange(5, 12), '500': draw.randrange(5, 12)}
    questions = [code for code, times in wanted.items() for _ in range(times)]
    draw.shuffle(questions)
    documents = {'200': {'row': [1, 0, 0, 0]}, '400': {'row': ['no', 'numbers']}, '500': {'row': [1, 0, 1, 0]}}
    odd = [(code, status) for code in questions if (status := ask(port, '/predict', documents[code])[0]) != int(code)]
    lab.require('POST /predict answers as before', not odd, expected='200, 400 and 500, as it was', found=f'{odd[0][1]} instead of {odd[0][0]}' if odd else '', file='service.py')
    for path in ('/health', '/nowhere', '/metrics'):
        ask(port, path)
    ask(port, '/somewhere', {'row': [1, 0, 0, 0]})
    after = scrape(port)
    for code, times in wanted.items():
        found = (lab.metric(after, 'predictions_total', {'code': code}) or 0) - (lab.metric(before, 'predictions_total', {'code': code}) or 0)
        lab.check(f'predictions_total{{code="{code}"}} counts answers {code}', found == times, expected=f'{times} more', found=f'{found:g} more', file='service.py', docs=DOCS,
                  hint="PREDICTIONS = Counter('predictions', '...', ['code']), and for each answer PREDICTIONS.labels(str(status)).inc(), whatever the status.")
    found = (lab.metric(after, 'predictions_total') or 0) - (lab.metric(before, 'predictions_total') or 0)
    lab.check('And nothing else', found == len(questions), expected=f'{len(questions)} more in all', found=f'{found:g} more', file='service.py',
              hint='GET /health, GET /metrics and other paths are no predictions.')
