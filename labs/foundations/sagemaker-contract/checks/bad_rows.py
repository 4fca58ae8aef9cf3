#!/usr/bin/env python3
"""Sends what callers get wrong, and reads what they are told."""
import json
import re
import time

import lab
from answers import as_csv, as_json, check, some
from deliveries import FEATURES
from hosting import Server
from watched import WatchedModel

JSON, CSV = 'application/json', 'text/csv'
SEMANTICS = 'https://www.rfc-editor.org/rfc/rfc9110#name-400-bad-request'

draw = lab.rng('bad')
rows = some(12, 'bad')


def with_value(row, column, value):
    """The rows as text, with one value replaced."""
    texts = [[f'{number:.10g}' for number in one] for one in rows]
    texts[row][column] = value
    return texts


def csv_with(row, column, value):
    return '\n'.join(','.join(one) for one in with_value(row, column, value)) + '\n'


def json_with(row, column, value):
    return '{"instances": [%s]}' % ', '.join('[%s]' % ', '.join(one) for one in with_value(row, column, value))


def short(row):
    return [one[:-1] if number == row else one for number, one in enumerate(rows)]


def place():
    """A row and a column to break. Rows from 2 on, so that a caller who is only told `row 1` learns nothing."""
    return draw.randrange(1, len(rows)), draw.randrange(len(FEATURES))


def cases():
    """What is sent, as a sentence, a type and a body; then the row and the column that the answer must name."""
    row, column = place()
    yield f'CSV with "wet" in row {row + 1}, column {FEATURES[column]}', CSV, csv_with(row, column, 'wet'), row, column
    row, column = place()
    yield f'JSON with "wet" in row {row + 1}, column {FEATURES[column]}', JSON, json_with(row, column, '"wet"'), row, column
    row, column = place()
    yield f'JSON with null in row {row + 1}, column {FEATURES[column]}', JSON, json_with(row, column, 'null'), row, column
    row, column = place()
    yield f'CSV with nan in row {row + 1}, column {FEATURES[column]}', CSV, csv_with(row, column, 'nan'), row, column
    row, column = place()
    yield f'JSON with 1e999 in row {row + 1}, column {FEATURES[column]}', JSON, json_with(row, column, '1e999'), row, column
    row, _ = place()
    yield f'CSV with a value too few in row {row + 1}', CSV, as_csv(short(row)), row, None
    row, _ = place()
    yield f'JSON with a value too few in row {row + 1}', JSON, as_json(short(row)), row, None
    row, _ = place()
    yield f'JSON whose row {row + 1} is a number', JSON, json.dumps({'instances': [7 if n == row else one for n, one in enumerate(rows)]}), row, None
    yield 'an empty CSV body', CSV, '', None, None
    yield 'JSON that breaks off', JSON, as_json(rows)[:-20], None, None
    yield 'JSON without "instances"', JSON, json.dumps({'rows': rows}), None, None
    yield 'JSON that is a list', JSON, json.dumps(rows), None, None
    yield 'JSON with no instances in the list', JSON, as_json([]), None, None
    yield 'JSON whose "instances" is a number', JSON, json.dumps({'instances': 5}), None, None
    yield 'CSV that is not UTF-8', CSV, b'\xff\xfe1,2,3,4,5\n', None, None


def told(reply):
    """The text in {"error": "..."}, or None."""
    try:
        text = json.loads(reply.text)['error']
        return text if isinstance(text, str) and text.strip() else None
    except (ValueError, TypeError, KeyError):
        return None


def trouble(server, since):
    """What the server printed about this request, which may come a moment after its answer."""
    for _ in range(50):
        if server.complaint(since):
            break
        time.sleep(0.02)
    return server.complaint(since)


def judge(server, sentence, kind, body, row, column):
    printed = len(server.process.err)
    reply = server.invoke(body, kind)
    if reply.status not in (400, 422):
        hint = 'This is the caller\'s mistake, so the status begins with 4.'
        if reply.status >= 500 or reply.status == 0:
            hint = trouble(server, printed) or hint
        elif reply.status == 200:
            hint = 'A prediction for a row that is not one is worse than none: nobody will notice. Refuse the whole request.'
        return lab.check(f'{sentence} is refused', False, expected='status 400', found=str(reply), hint=hint, docs=SEMANTICS, file='app.py')
    text = told(reply)
    if text is None:
        return lab.check(f'{sentence} is refused with a reason', False, expected='{"error": "..."} as JSON', found=str(reply),
                         hint='Say what is wrong, in words.', docs=SEMANTICS, file='app.py')
    missing = []
    if row is not None and not re.search(rf'\b{row + 1}\b', text):
        missing.append(f'row {row + 1}')
    if column is not None and FEATURES[column] not in text:
        missing.append(FEATURES[column])
    return lab.check(f'{sentence} is refused with a reason', not missing, expected='an error that names ' + ' and '.join(missing),
                     found=text[:300], hint='Rows count from 1. Of 200 rows, the caller wants to know which one to mend.',
                     docs=SEMANTICS, file='app.py')


with WatchedModel() as model, Server(model.path) as server:
    server.require_healthy()
    for case in cases():
        judge(server, *case)
    server.require_healthy('The server is still healthy after all of these')
    check('And it still predicts', server.invoke(as_json(rows), JSON), JSON, model.probabilities(rows), server)
