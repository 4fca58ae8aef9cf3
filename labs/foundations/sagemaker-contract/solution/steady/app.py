"""The web server around the model. `serve` starts it."""
import json
import math
import os

import joblib
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from features import FEATURES

JSON, CSV = 'application/json', 'text/csv'
MODEL_DIR = os.environ.get('MODEL_DIR', '/opt/ml/model')

# Read once, before the server listens. Where this fails, there is no server.
model = joblib.load(os.path.join(MODEL_DIR, 'model.joblib'))
app = FastAPI()


@app.get('/')
def index():
    return {'service': 'late deliveries', 'columns': FEATURES}


@app.get('/ping')
def ping():
    return Response(status_code=200)


class Refused(Exception):
    """The request cannot be answered, and the caller is told why."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


@app.exception_handler(Refused)
async def refuse(request, refused):
    return JSONResponse({'error': str(refused)}, status_code=refused.status)


def input_type(header):
    """What was sent, without parameters such as charset."""
    kind = header.split(';')[0].strip().lower()
    if kind not in (JSON, CSV):
        raise Refused(415, f'cannot read {kind or "a body without Content-Type"}: send {JSON} or {CSV}')
    return kind


def output_type(accept, kind):
    """What the caller wants back; what was sent, where anything will do."""
    wanted = [part.split(';')[0].strip().lower() for part in accept.split(',')]
    for each in wanted:
        if each in (JSON, CSV):
            return each
        if each in ('', '*/*'):
            return kind
    raise Refused(406, f'cannot answer with {accept}: accept {JSON} or {CSV}')


def read(body, kind):
    """Rows as they came, before anybody trusts them."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Refused(400, 'the body is not UTF-8 text')
    if kind == CSV:
        return [line.split(',') for line in text.splitlines()]
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Refused(400, f'the body is not JSON: {error}')
    rows = document.get('instances') if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise Refused(400, 'expected {"instances": [[...], ...]}')
    return rows


def number(value, place):
    """A finite number, or a refusal that says where it is missing."""
    try:
        result = float(value)
    except (TypeError, ValueError):
        result = math.nan
    if not math.isfinite(result):
        raise Refused(400, f'{place}: {value!r} is not a finite number')
    return result


def validate(rows):
    """The same rows as numbers, one for each feature. Rows count from 1, as people do."""
    if not rows:
        raise Refused(400, 'there are no rows')
    result = []
    for count, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != len(FEATURES):
            found = f'{len(row)} values' if isinstance(row, list) else repr(row)
            raise Refused(400, f'row {count}: expected {len(FEATURES)} values ({", ".join(FEATURES)}), found {found}')
        result.append([number(value, f'row {count}, {name}') for value, name in zip(row, FEATURES)])
    return result


def predict(rows):
    """How likely each delivery is to be late."""
    return model.predict_proba(rows)[:, 1].tolist()


@app.post('/invocations')
async def invocations(request: Request):
    kind = input_type(request.headers.get('content-type', ''))
    answer = output_type(request.headers.get('accept', ''), kind)
    rows = validate(read(await request.body(), kind))

    # In a thread, so that the server goes on listening while the model works.
    late = await run_in_threadpool(predict, rows)

    if answer == CSV:
        return Response('\n'.join(map(str, late)) + '\n', media_type=CSV)
    return {'predictions': late}
