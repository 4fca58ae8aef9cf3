#!/usr/bin/env python3
import lab
from started import started

with started('/nowhere/model.json') as address:
    lab.expect_http(f'{address}/health', status=503, file='app.py', hint='Look for the file MODEL at each request.')
