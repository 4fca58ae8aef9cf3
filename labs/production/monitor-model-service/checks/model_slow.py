#!/usr/bin/env python3
"""ModelSlow: with many slow answers, with few very slow ones, and when nobody asks."""
import lab
from ringing import rings, severity, silent, two

NAME, draw = 'ModelSlow', lab.rng()
HINT = 'job:seconds:p95_20s above 0.25, `for: 10s`.'
one, other = two()
slow = draw.randrange(2, 5)
for second in range(240):
    bad = 60 <= second < 150
    one.second(ok=10, slow=slow if bad else 0)
    other.second(ok=10)
rings(NAME, f'{slow} of 20 answers take 0.45 s', (one, other), 60, 150, HINT + ' Their mean is far below: what most people feel says nothing about the slow ones.')
lab.check('It has the label severity: ticket', severity(NAME, 'ticket', (one, other), 140) == 1, expected='one alert with severity="ticket"', found='none, or several', file='alerts.yml', hint='`labels: {severity: ticket}`. It can wait until the morning.')
one, other = two()
for second in range(240):
    one.second(ok=20, slow=1, slow_took=9.9)
    other.second(ok=20)
silent(NAME, 'One of forty answers takes 9.9 s', (one, other), range(30, 240, 7), HINT + ' The promise is about 95 of 100. A mean would ring.')
one, other = two()
for second in range(200):
    for each in (one, other):
        each.second(ok=10 if second < 60 else 0)
silent(NAME, 'Nobody asks any more', (one, other), range(30, 200, 7), HINT)
