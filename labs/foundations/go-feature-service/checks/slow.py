#!/usr/bin/env python3
"""One caller stops in the middle of a request. Nobody else may have to wait for it."""
import gowork
import lab

with gowork.Work() as work:
    work.build()
    with work.serving() as service:
        service.ask('POST', '/features/a', {'clicks': 1})
        body = b'{"clicks": 5}'
        with service.half('/features/a', body) as caller:
            for method, path, what in (('GET', '/features/a', 'reads the same customer'), ('POST', '/features/b', 'changes another one')):
                status, _ = service.ask(method, path, {'clicks': 1} if method == 'POST' else None, timeout=3)
                lab.check(f'While one caller is slow, another {what}', status == 200, expected='200', found=f'{status or "no answer in 3 seconds"}', file='main.go',
                          hint='The request is read inside Update, and so with the lock held. Read all of it first, then take the lock.')
            status = gowork.response(caller, body[5:])
            lab.check('The slow caller is answered as well', status == 200, expected='200', found=f'{status or "no answer"}', file='main.go')
        told = service.ask('GET', '/features/a')
        lab.check('And counts', told == (200, {'clicks': 6}), expected='{"clicks": 6}', found=str(told[1]), file='main.go')
