#!/usr/bin/env python3
"""Shifts traffic with the learner's traffic.py, while slow requests are on their way."""
from concurrent.futures import ThreadPoolExecutor

import lab
from stage import Stage, last

DOCS = 'https://docs.haproxy.org/2.6/management.html#9.3-set%20weight'
draw = lab.rng()
with Stage() as stage, ThreadPoolExecutor(10) as pool:
    begin, slow = stage.pid(), [pool.submit(stage.ask, '/slow?seconds=4') for _ in range(10)]
    for percent in (0, draw.randrange(20, 40), draw.randrange(60, 90), 100):
        ran = stage.run('traffic.py', str(percent), timeout=20)
        lab.require(f'traffic.py {percent} ends well', bool(ran), expected='exit code 0', found=last(ran), file='traffic.py', docs=DOCS,
                    hint='command("set weight versions/canary 25") sets a weight. An empty answer means that it was done.')
        seen, odd = stage.count(300)
        right = 3 * percent
        lab.require(f'The canary gets {percent} % of the requests', odd is None and abs(seen['canary'] - right) <= 9, expected=f'about {right} of 300', found=f"{seen['canary']}; {odd or 'all 200'}",
                    file='traffic.py', docs=DOCS, hint='Set both weights: percent for the canary, 100 - percent for stable.')
    answers = [each.result() for each in slow]
    lab.check('Requests that were on their way are answered', all(answer.status == 200 for answer in answers), expected='10 times 200',
              found=str(next((answer for answer in answers if answer.status != 200), '')), file='traffic.py', hint='Change weights by the runtime API. A restart of HAProxy cuts connections.')
    lab.check('HAProxy was not started again', stage.proxy.running and stage.pid() == begin, expected='the same process', found='another one, or none', file='traffic.py')
    for wrong in ('101', '-5'):
        ran = stage.run('traffic.py', wrong, timeout=20)
        seen, _ = stage.count(60)
        lab.check(f'traffic.py {wrong} is refused, and changes nothing', not ran and seen['canary'] == 60, expected='an error, and 60 of 60 for the canary as before',
                  found=f"{ran.ended}; {seen['canary']} of 60", file='traffic.py', hint='HAProxy takes weights up to 256. That 101 is no percentage, only you know.')
