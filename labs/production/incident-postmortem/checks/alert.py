#!/usr/bin/env python3
"""The learner's alerts on their own outage, on outages that nobody has seen, and on quiet days."""
import json

import lab
import story
import weeks

ASK = '''
import json, sys
sys.path.insert(0, '.')
import alerts
for samples in json.load(sys.stdin):
    print(json.dumps([list(map(str, alerts.firing(samples[max(0, number - 59):number + 1]))) for number in range(len(samples))]))
'''
HINT = 'Ask what the customers feel: how long does the oldest job wait? A process that runs, a queue that is long for a moment, a restart: none of these hurts anybody by itself.'
draw = lab.rng()
outage = story.own()
quiet = [weeks.day(draw) for _ in range(6)]
troubles = {'the worker ends again and again': 'crash', 'the worker hangs, and does not end': 'hang', 'the worker is gone': 'gone'}
bad = [weeks.day(draw, kind) for kind in troubles.values()]
asked = [outage.samples, *(samples for samples, _, _ in quiet + bad)]
ran = lab.as_learner(['python3', '-c', ASK], input=json.dumps(asked), timeout=40)
said = ran.err.strip().splitlines()
lab.require('firing() answers for each minute', bool(ran), expected='a list of names', found=said[-1] if said else ran.ended, file='alerts.py', hint='Run `python3 try_alerts.py`.')
own, *others = [json.loads(line) for line in ran.out.splitlines()]
# Minutes of the samples begin at 06:00.
came = (outage.came - 6 * 3600) // 60 + 1
rang = next((minute for minute, names in enumerate(own) if minute >= came and names), None)
lab.check('In your own outage it rings before a job has waited for ten minutes', rang is not None and rang - came < weeks.PROMISE, expected='within 9 minutes',
          found='never' if rang is None else f'{rang - came} minutes after the job came', file='alerts.py', hint=HINT)
false = sum(bool(names) for told in others[:6] for names in told)
lab.check('On six quiet days, with deploys and a rush of jobs, it is silent', false == 0, expected='no minute with an alert', found=f'{false} minutes', file='alerts.py',
          hint=HINT + ' On a rush a job may wait for four minutes.')
for what, (samples, begin, end), told in zip(troubles, bad, others[6:]):
    rang = next((minute for minute, names in enumerate(told) if minute >= begin and names), None)
    lab.check(f'Where {what}, it rings before a job has waited for ten minutes', rang is not None and rang - begin < weeks.PROMISE, expected='within 9 minutes',
              found='never' if rang is None else f'after {rang - begin} minutes', file='alerts.py', hint=HINT)
    over = weeks.drained(samples, end)
    lab.check('And is silent again when it is over', not any(told[over + 5:]), expected='no alert once jobs wait for seconds only', found=f'{sum(map(bool, told[over + 5:]))} minutes with one',
              file='alerts.py', hint='Look at the newest samples, not at what once was.')
