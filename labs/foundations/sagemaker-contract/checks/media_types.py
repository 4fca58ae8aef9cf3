#!/usr/bin/env python3
"""Content-Type says what comes, Accept says what may come back."""
import lab
from answers import as_csv, as_json, check, some
from hosting import Server
from watched import WatchedModel

JSON, CSV = 'application/json', 'text/csv'
SEMANTICS = 'https://www.rfc-editor.org/rfc/rfc9110#name-415-unsupported-media-type'


def refused(criterion, reply, status, hint):
    """A refusal of this status that names what is possible."""
    if lab.check(criterion, reply.status == status, expected=f'status {status}', found=str(reply), hint=hint, docs=SEMANTICS,
                 file='app.py'):
        lab.check(f'{criterion}: the answer says what is possible', JSON in reply.text and CSV in reply.text,
                  expected=f'a text that names {JSON} and {CSV}', found=reply.text.strip()[:300] or 'an empty body',
                  hint='Whoever reads this cannot see your code. Tell them what to send instead.', docs=SEMANTICS, file='app.py')


with WatchedModel() as model, Server(model.path) as server:
    server.require_healthy()
    rows = some(3, 'types')
    right = model.probabilities(rows)
    refused('A body of type application/xml', server.invoke('<row/>', 'application/xml'), 415,
            'Unsupported Media Type: the server does not read what was sent.')
    refused('A caller who accepts nothing but image/png', server.invoke(as_json(rows), JSON, 'image/png'), 406,
            'Not Acceptable: the server cannot write what the caller asked for.')
    check('JSON in, CSV out', server.invoke(as_json(rows), JSON, CSV), CSV, right, server)
    check('CSV in, JSON out', server.invoke(as_csv(rows), CSV, JSON), JSON, right, server)
    check('Accept: */* gets the type that was sent', server.invoke(as_csv(rows), CSV, '*/*'), CSV, right, server)
    check('Parameters of a type do not matter: text/csv; charset=utf-8', server.invoke(as_csv(rows), 'text/csv; charset=utf-8'),
          CSV, right, server)
