#!/usr/bin/env python3
"""Sends SIGTERM in the middle of a request, starts the service again, and ends it by Ctrl+C."""
import os
import signal

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
        lab.require('Started again, it knows what it knew', told == (200, {'clicks': first + second}), expected=f'{{"clicks": {first + second}}}', found=f'{told[0]} {told[1]}',
                  file='main.go', hint='Save into the file of -data when Shutdown has returned: the last callers have changed something too. Load it before you listen.')
        lab.require('It is kept in the file that -data names', os.path.exists(work.data), expected='a file there', found='none', file='main.go', hint='flag.String returns a pointer to the path.')
        # Another name of the same file: it shows whether that was written over.
        before = f'{work.data}.before'
        os.link(work.data, before)
        service.ask('POST', '/features/a', {'clicks': 1})
        service.told_to_end(signal.SIGINT)
        ended = service.wait(lambda: not service.process.running, 10)
        code = service.process.stop().code if ended else None
        lab.check('Ctrl+C ends it as well', code == 0, expected='an end within 10 seconds, with exit code 0', found='it still runs' if code is None else f'{code}', file='main.go',
                  hint='Ctrl+C sends os.Interrupt. signal.NotifyContext takes several signals.')
        if code == 0:
            lab.check('It is saved as a new file that takes the name of the old one', os.path.exists(work.data) and not os.path.samefile(before, work.data), expected='another file', found='the old file, written over',
                      file='main.go', docs='https://pkg.go.dev/os#Rename', hint='Who is killed while writing leaves half a file. Write FILE.new, then os.Rename it to FILE: that happens wholly or not at all.')
