"""Compares what a server predicted with what it should have."""
import csv
import io
import json

import lab
from deliveries import deliveries
from hosting import CONTRACT

TOLERANCE = 1e-6


def some(count, salt):
    """Rows nobody has seen."""
    rows, _ = deliveries(lab.rng(salt).getrandbits(32), count)
    return rows.tolist()


def as_json(rows):
    return json.dumps({'instances': rows})


def as_csv(rows, end='\n'):
    return end.join(','.join(f'{value:.10g}' for value in row) for row in rows) + end


def json_values(text):
    """The list in {"predictions": [...]}, or None."""
    try:
        values = json.loads(text)['predictions']
        return [float(value) for value in values]
    except (ValueError, TypeError, KeyError):
        return None


def csv_values(text):
    """One number a line, or None."""
    try:
        return [float(value) for (value,) in csv.reader(io.StringIO(text.strip()))]
    except ValueError:
        return None


SHAPES = {
    'application/json': ('{"predictions": [...]} with %d numbers', json_values),
    'text/csv': ('%d lines with one number each', csv_values),
}


def _close(one, other):
    return len(one) == len(other) and all(abs(a - b) <= TOLERANCE for a, b in zip(one, other))


def _guess(found, right):
    """What probably went wrong."""
    if len(found) != len(right):
        return 'There is one prediction for each row, in the order of the rows.'
    if all(value in (0, 1) for value in found):
        return 'These are labels. The contract asks for the probability of being late: predict_proba(rows)[:, 1].'
    if _close(found, [1 - value for value in right]):
        return 'This is the probability of being on time. Late is the second column of predict_proba().'
    if _close(sorted(found), sorted(right)):
        return 'The numbers are right but in another order than the rows.'
    return 'Are the columns in the order of features.py, and is the model the one in MODEL_DIR?'


def check(criterion, reply, kind, right, server=None):
    """One criterion: a reply of this type that holds these probabilities."""
    shape, parse = SHAPES[kind]
    expected = shape % len(right)
    if reply.status != 200:
        return lab.check(criterion, False, expected=f'status 200 and {expected}', found=str(reply), docs=CONTRACT, file='app.py',
                         hint=(server and server.complaint()) or 'Send the same request with curl, and look at what ./serve prints.')
    if reply.kind.split(';')[0].strip().lower() != kind:
        return lab.check(criterion, False, expected=f'Content-Type: {kind}', found=f'Content-Type: {reply.kind or "none"}',
                         docs=CONTRACT, file='app.py', hint='The answer has to say what it is.')
    values = parse(reply.text)
    if values is None:
        return lab.check(criterion, False, expected=expected, found=reply.text[:300], docs=CONTRACT, file='app.py',
                         hint='The guide shows a whole request and its answer.')
    if _close(values, right):
        return lab.check(criterion, True)
    wrong = next((n for n, (a, b) in enumerate(zip(values, right)) if abs(a - b) > TOLERANCE), None)
    return lab.check(
        criterion, False, docs=CONTRACT, file='app.py', hint=_guess(values, right),
        expected=f'{len(right)} predictions' if wrong is None else f'{right[wrong]:.6f} for row {wrong + 1}',
        found=f'{len(values)}' if wrong is None else f'{values[wrong]:.6f}')
