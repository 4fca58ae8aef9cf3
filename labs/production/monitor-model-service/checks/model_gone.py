#!/usr/bin/env python3
"""ModelGone: all replicas down, none known, one down, and a restart."""
import lab
from ringing import rings, severity, silent, two

NAME = 'ModelGone'
HINT = 'sum(up{job="model"}) == 0, `for: 10s`.'
one, other = two()
for second in range(240):
    for each in (one, other):
        if 60 <= second < 150:
            each.away()
        else:
            each.second(ok=10)
rings(NAME, 'All replicas are down', (one, other), 60, 150, HINT)
lab.check('It has the label severity: page', severity(NAME, 'page', (one, other), 140) == 1, expected='one alert with severity="page"', found='none, or several', file='alerts.yml', hint='`labels: {severity: page}`, and one alert, not one for each replica.')
unknown = severity(NAME, 'page', (), 100)
lab.check('There is no replica at all: it rings as well', unknown == 1, expected='one alert with severity="page"', found='none, or several', file='alerts.yml', docs='https://prometheus.io/docs/prometheus/latest/querying/functions/#absent',
          hint='Where targets.json is empty there is no series `up`, and the sum of nothing is nothing, not 0. `or absent(up{job="model"})` asks for that.')
one, other = two()
for second in range(240):
    one.second(ok=10)
    if second < 60:
        other.second(ok=10)
    else:
        other.away()
silent(NAME, 'One of two replicas is down', (one, other), range(30, 240, 13), HINT + ' The other one answers, and nobody notices: nothing to wake anybody for.')
one, other = two()
for second in range(200):
    for each in (one, other):
        if second in (60, 61, 62, 120, 121):
            each.away()
        else:
            each.second(ok=10)
silent(NAME, 'All are started anew, within three seconds', (one, other), range(50, 140), 'With `for: 10s` it must have been true for that long.')
