#!/usr/bin/env python3
"""Kills a replica under load, starts it again, and then kills all of them."""
import time

import lab
from fleet import Fleet, Gone
from serving import Work, ask

draw = lab.rng()
with Work() as work, Fleet() as fleet:
    port = work.serve('front', REPLICAS=fleet.names)
    for victim in draw.sample(range(3), 2):
        with fleet.load(port) as load:
            time.sleep(1)
            fleet.kill(victim)
            with Gone(fleet.ports[victim]) as gone:
                time.sleep(3)
        lab.require('When a replica dies, no request fails', not load.failed, expected='answers by the others', found=f'{len(load.failed)} failed, such as {load.failed[0] if load.failed else None}', file='front.py',
                    hint='A request whose replica refuses the connection, or goes away in the middle, must go to another one: a prediction changes nothing, so it may be asked for twice.')
        most = max(40, sum(load.seen.values()) // 5)
        lab.check('A replica that failed is left alone for a moment', gone.tries <= most, expected=f'a try now and then, {most} or fewer in three seconds', found=f'{gone.tries} tries', file='front.py',
                  hint='Note when it failed, and take it last for a second. One that hangs, instead of refusing, would cost each of these requests its patience.')
        fleet.start(victim)
        until, back = time.monotonic() + 15, False
        while not back and time.monotonic() < until:
            with fleet.load(port) as load:
                time.sleep(0.7)
            back = load.seen[victim] > 0
        lab.require('When it is there again, it gets requests again', back, expected='some, within 15 seconds', found='none', file='front.py', hint='Leave it alone for a second or so, not for ever.')
    for number in range(3):
        fleet.kill(number)
    time.sleep(0.3)
    status, told, _ = ask(port, row=[1, 2, 3, 4], timeout=20)
    lab.check('When all are gone, it says so', status in (502, 503, 504), expected='503', found=f'{status or "no answer in 20 s"}: {told}', file='front.py', hint='Each replica is tried once. When none is left, the answer is 503.')
