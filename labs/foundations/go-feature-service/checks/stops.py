#!/usr/bin/env python3
"""Sends SIGTERM in the middle of a request, and starts the service again."""
import gowork
import lab

DOCS = 'https://pkg.go.dev/net/http#Server.Shutdown'
draw = lab.rng()
first, second = draw.randint(2, 9), draw.randint(10, 99)
with gowork.Work() as work:
    work.build()
    with work.serving() as service:
        service.ask('POST', '/features/a', {'clicks': first})
        body = b'{"clicks": %d}' % second
        with service.half('/features/a', body) as caller:
            service.ask('GET', '/features/a')
            service.told_to_end()
            closed = service.wait(service.refuses, 5)
            lab.require('After SIGTERM it takes no new callers', closed, expected='new connections are refused', found='they are taken', file='main.go', docs=DOCS,
                        hint='signal.NotifyContext tells that SIGTERM came; then server.Shutdown(ctx).')
            lab.require('It does not end while a caller is being answered', service.process.running, expected='it still runs', found='it has ended', file='main.go', docs=DOCS,
                        hint='ListenAndServe returns at once when Shutdown is called. main must wait for Shutdown, which waits for callers.')
            status = gowork.response(caller, body[5:])
        lab.check('The caller who was there is answered', status == 200, expected='200', found=f'{status or "a closed connection"}', file='main.go', docs=DOCS,
                  hint='Close() ends connections, Shutdown() waits for them.')
        ended = service.wait(lambda: not service.process.running, 10)
        lab.require('Then it ends', ended, expected='an end within 10 seconds', found='it still runs', file='main.go')
        code = service.process.stop().code
        lab.check('With exit code 0', code == 0, expected='0', found=f'{code}: {service.process.err.strip()[-200:]}', file='main.go',
                  hint='ListenAndServe returns http.ErrServerClosed after a Shutdown: that is no failure.')
    with work.serving() as service:
        told = service.ask('GET', '/features/a')
        lab.check('Started again, it knows what it knew', told == (200, {'clicks': first + second}), expected=f'{{"clicks": {first + second}}}', found=f'{told[0]} {told[1]}',
                  file='main.go', hint='Save into the file of -data when Shutdown has returned: the last callers have changed something too. Load it before you listen.')
        service.told_to_end()
        lab.check('Without callers it ends at once', service.wait(lambda: not service.process.running, 10), expected='an end', found='it still runs', file='main.go')
