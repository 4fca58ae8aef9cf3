#!/usr/bin/env python3
import lab
from started import started

with started('model.json') as address:
    answer = lab.expect_http(f'{address}/health', status=200, file='app.py', hint='Add the address in do_GET.')
    if answer:
        lab.expect_json('it says that it is ok', answer, 'status', 'ok', file='app.py')
