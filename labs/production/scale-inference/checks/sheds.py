#!/usr/bin/env python3
"""Holds the accelerator while three hundred ask, and looks who is told at once that it is too much."""
import time

import lab
from serving import Callers, Work, ask

CALLERS, MOST = 300, 64
with Work() as work:
    port = work.serve()
    work.hold()
    callers = Callers(port)
    callers.start([[1.0, 2.0, 3.0, 4.0]] * CALLERS)
    # Those that are accepted cannot come back now. All others should have.
    until = time.monotonic() + 15
    while callers.done < CALLERS - MOST - 64 and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(0.5)
    early = callers.done
    work.release()
    answers = callers.answers()
    statuses = [answer[0] for answer in answers]
    lab.require('Not everybody waits', early >= CALLERS - MOST - 64, expected=f'{CALLERS - MOST - 64} or more of {CALLERS} are told at once that it is too much', found=f'{early}', file='server.py',
                hint='Before a question joins the queue, look how long that is: waiting.qsize(). With 64 in it, answer 503.')
    odd = next((answer for answer in answers if answer[0] not in (200, 503)), None)
    lab.check('They get 503', odd is None, expected='200 or 503', found=None if odd is None else f'{odd[0]}: {odd[1]}', file='server.py', hint='503 says "not now". 500 would say "broken", and 429 that this one caller asks too often.')
    missing = [answer for answer in answers if answer[0] == 503 and not answer[2].get('Retry-After')]
    lab.check('With the header Retry-After', not missing, expected='Retry-After: 1', found='none', file='server.py', hint="JSONResponse({...}, 503, headers={'Retry-After': '1'})")
    lab.check(f'At least {MOST} are let in', statuses.count(200) >= MOST, expected=f'{MOST} or more', found=str(statuses.count(200)), file='server.py', hint='Refuse where 64 are waiting, not before.')
    again = ask(port, row=[4, 4, 4, 4])
    lab.check('Afterwards it answers as before', again[0] == 200, expected='200', found=f'{again[0]}: {again[1]}', file='server.py')
