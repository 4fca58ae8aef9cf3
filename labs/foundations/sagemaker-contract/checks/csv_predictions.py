#!/usr/bin/env python3
"""CSV in, CSV out: no header, a delivery a line, a probability a line."""
from answers import as_csv, check, some
from hosting import Server
from watched import WatchedModel

KIND = 'text/csv'

with WatchedModel() as model, Server(model.path) as server:
    server.require_healthy()
    for criterion, count, end in (
            ('CSV with one line', 1, ''),
            ('CSV with forty lines', 40, '\n'),
            ('CSV with lines that end in CR and LF, as spreadsheets write them', 3, '\r\n')):
        rows = some(count, criterion)
        body = as_csv(rows, end) if end else as_csv(rows).rstrip('\n')
        if not check(criterion, server.invoke(body, KIND), KIND, model.probabilities(rows), server):
            break
