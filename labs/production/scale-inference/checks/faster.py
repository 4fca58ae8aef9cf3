#!/usr/bin/env python3
"""The same load on the server of the start and on the learner's, in turns."""
import lab
from serving import Work, ask, p95

RATE, SECONDS = 100, 3
with Work() as work:
    ports = {'the start': work.serve('baseline_server'), 'yours': work.serve()}
    for port in ports.values():
        ask(port, row=[1, 2, 3, 4])
    told = {name: [] for name in ports}
    for _ in range(2):
        for name, port in ports.items():
            work.calls()
            waited, failed = p95(port, RATE, SECONDS)
            rows = sum(work.calls())
            told[name].append(waited)
            if name == 'yours' and failed:
                lab.require('No request fails', False, expected=f'{RATE * SECONDS} answers', found=f'{failed} failed', file='server.py')
            if name == 'yours' and rows != RATE * SECONDS:
                lab.require('The accelerator computes every answer', False, expected=f'{RATE * SECONDS} rows', found=f'{rows}', file='server.py')
    start, yours = (min(told[name]) for name in ports)
    lab.check(f'With {RATE} requests a second, p95 is a third of what it was, or less', yours <= start / 3, expected=f'{start / 3:.2f} s or less: the server of the start takes {start:.2f} s', found=f'{yours:.2f} s', file='server.py',
              hint='One call of the accelerator takes 20 ms, so it manages 50 calls a second, and 50 requests more wait after each second. With eight rows a call it is idle half of the time.')
