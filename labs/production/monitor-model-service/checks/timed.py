#!/usr/bin/env python3
"""Asks questions of known length, and compares the histogram with what the callers saw."""
import time
from concurrent.futures import ThreadPoolExecutor

import lab
from stack import Stack, ask

DOCS = 'https://prometheus.io/docs/practices/histograms/'
draw = lab.rng()
NAME = 'prediction_seconds'


def scrape(port):
    status, text = ask(port, '/metrics')
    if status != 200:
        lab.require('GET /metrics answers 200', False, expected='200', found=f'{status or "no answer"}: {text[:200]}', file='service.py')
    return text


def asked(question):
    """Seconds that the caller waited."""
    begin = time.monotonic()
    ask(port, '/predict', question)
    return time.monotonic() - begin


with Stack() as stack:
    port = stack.service()
    before = scrape(port)
    fast, slow = draw.randrange(20, 30), draw.randrange(6, 10)
    sleeps = [0.01] * fast + [0.4] * slow
    questions = [{'row': [1, seconds, 0, 0]} for seconds in sleeps]
    # Failures last, too: these wait as long as a slow success.
    questions += [{'row': [1, 0.4, 1, 0]}] * 4 + [{'row': 'nonsense'}] * 3
    with ThreadPoolExecutor(4) as people:
        waited = list(people.map(asked, questions))
    after = scrape(port)

    def more(what, **labels):
        return (lab.metric(after, NAME + what, labels) or 0) - (lab.metric(before, NAME + what, labels) or 0)

    lab.require('prediction_seconds is a histogram', f'# TYPE {NAME} histogram' in after, expected='# TYPE prediction_seconds histogram', found='none of that name', file='service.py', docs=DOCS,
                hint="SECONDS = Histogram('prediction_seconds', '...', buckets=(...)). Of a gauge or a mean no percentile can be told.")
    lab.check('It has an observation for each prediction, failed ones included', more('_count') == len(questions), expected=f'{len(questions)} more', found=f'{more("_count"):g} more', file='service.py',
              hint='SECONDS.observe(...) once for each POST /predict, whatever comes of it: what fails slowly is slow, too.')
    least, most = 0.4 * (slow + 4) + 0.01 * fast, sum(waited)
    lab.check('In seconds, from the question to the answer', least * 0.95 <= more('_sum') <= most, expected=f'between {least:.1f} and {most:.1f} in all', found=f'{more("_sum"):.3f}', file='service.py',
              docs='https://prometheus.io/docs/practices/naming/#base-units', hint='time.perf_counter() before and after predict(body); the difference is in seconds.')
    labels = {line.partition('le="')[2].partition('"')[0] for line in after.splitlines() if line.startswith(NAME + '_bucket')}
    edges = sorted(float(edge) for edge in labels if edge not in ('', '+Inf'))
    edge = next((label for label in labels if label not in ('', '+Inf') and float(label) == 0.25), None)
    lab.require('One of its buckets ends at the promise, 0.25 s', edge is not None, expected='a bucket le="0.25"', found=', '.join(map(str, edges)), file='service.py', docs=DOCS,
                hint='How many were answered within 0.25 s can only be told where a bucket ends there: buckets=(..., 0.25, ...).')
    near = [e for e in edges if e < 0.25], [e for e in edges if 0.25 < e <= 1]
    lab.check('And there are others around it', len(near[0]) >= 3 and len(near[1]) >= 2, expected='three or more below 0.25, and two or more from there to 1', found=', '.join(map(str, edges)), file='service.py', docs=DOCS,
              hint='Between two edges Prometheus can only guess. Put edges where the answers matter.')
    # A lower bound from what callers saw, an upper one from what the model did: no clock of another machine load can break it.
    low, high = sum(seconds < 0.25 for seconds in waited), len(questions) - slow - 4
    lab.check('The bucket 0.25 holds those that were answered in that time', low <= more('_bucket', le=edge) <= high, expected=f'{low} to {high} of {len(questions)}', found=f'{more("_bucket", le=edge):g}', file='service.py')
