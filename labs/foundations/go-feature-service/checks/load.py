#!/usr/bin/env python3
"""Counts clicks from many callers at once, and adds them up."""
from concurrent.futures import ThreadPoolExecutor

import gowork
import lab

draw = lab.rng()
customers = [f'c-{draw.randrange(10000)}' for _ in range(3)]
clicks = [(draw.choice(customers), draw.randint(1, 9)) for _ in range(600)]
with gowork.Work() as work:
    work.build()
    with work.serving() as service:
        status, told = service.ask('POST', '/features/first', {'clicks': 2, 'views': 0.5})
        lab.require('POST adds, and answers with what there is', (status, told) == (200, {'clicks': 2, 'views': 0.5}), expected='200 {"clicks": 2, "views": 0.5}',
                    found=f'{status} {told}', file='main.go')
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda each: service.ask('POST', f'/features/{each[0]}', {'clicks': each[1]})[0], clicks))
        lab.require('Sixteen callers at once are all answered', set(answers) == {200}, expected='200', found=f'{answers.count(200)} of {len(answers)} were 200',
                    hint=service.process.err.strip()[-300:] or 'Does the process still run?', file='main.go')
        for customer in customers:
            right = {'clicks': sum(count for one, count in clicks if one == customer)}
            status, told = service.ask('GET', f'/features/{customer}')
            lab.check('No click is lost', (status, told) == (200, right), expected=f'200 {right}', found=f'{status} {told}', file='main.go',
                      hint='What is read, added to and written back must happen in one piece: inside Update.')
