#!/usr/bin/env python3
"""The canary says that it is not well, and then dies. No client may notice either."""
import time

import lab
from stage import DOCS, Stage

HINT = '`option httpchk GET /health` says what is asked, `check inter 300ms fall 2 rise 1` on the server lines that it is, and how often.'
with Stage() as stage:
    seen, _ = stage.count(200)
    lab.require('The canary gets requests while it is well', seen['canary'] > 0, expected='about 20 of 200', found='none', file='haproxy.cfg', hint='A line `server canary ...` with a weight.')
    stage.canary.set('sick', 1)
    until = time.monotonic() + 8
    while stage.count(60)[0]['canary'] and time.monotonic() < until:
        time.sleep(0.2)
    seen, odd = stage.count(200)
    lab.check('A canary whose /health says 503 gets no more requests', not seen['canary'] and odd is None, expected='none of 200, 8 seconds later', found=f"{seen['canary']} of 200",
              file='haproxy.cfg', hint=HINT, docs=DOCS + '#option%20httpchk')
    stage.canary.set('sick', 0)
    until = time.monotonic() + 8
    while not stage.count(60)[0]['canary'] and time.monotonic() < until:
        time.sleep(0.2)
    lab.check('And gets them again when it is well', stage.count(200)[0]['canary'] > 0, expected='about 20 of 200', found='none, 8 seconds later', file='haproxy.cfg', hint=HINT)
    stage.canary.kill()
    seen, odd = stage.count(300)
    lab.check('When it dies, no request fails', odd is None and seen['stable'] == 300, expected='300 of 300 answered by stable', found=f'{seen["failed"]} failed; {odd}', file='haproxy.cfg',
              docs=DOCS + '#4-option%20redispatch', hint='Before a health check has noticed, connections are refused. `retries 3` and `option redispatch 1` try the other server instead.')
