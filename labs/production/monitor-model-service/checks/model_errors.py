#!/usr/bin/env python3
"""ModelErrors: with many errors, with few, with clients' mistakes, at night."""
import lab
from ringing import rings, severity, silent, two

NAME, draw = 'ModelErrors', lab.rng()
HINT = 'The share of 5xx among all predictions, above 0.05, `for: 10s`.'
one, other = two()
failed = draw.randrange(2, 5)
for second in range(240):
    bad = 60 <= second < 150
    one.second(ok=10 - failed if bad else 10, failed=failed if bad else 0)
    other.second(ok=10)
rings(NAME, f'{failed} of 20 predictions fail', (one, other), 60, 150, HINT + ' And it has to be over when the errors are: look at the last 20 seconds.')
lab.check('It has the label severity: page', severity(NAME, 'page', (one, other), 140) == 1, expected='one alert with severity="page"', found='none, or several', file='alerts.yml', hint='`labels: {severity: page}`. It is one alert, not one for each replica or code.')
one, other = two()
for second in range(240):
    # One in fifty, and a restart in the middle.
    if 120 <= second < 123:
        other.away()
    else:
        other.second(ok=23, failed=1)
    one.second(ok=25, failed=0)
silent(NAME, 'One of fifty predictions fails', (one, other), range(30, 240, 7), HINT)
one, other = two()
for second in range(200):
    one.second(ok=5, bad=5)
    other.second(ok=10, bad=2)
silent(NAME, 'A third of the questions make no sense, and get 400', (one, other), range(30, 200, 13), '4xx are mistakes of those who ask. ' + HINT)
one, other = two()
for second in range(200):
    # A caretaker at the quiet replica, where everything fails; nearly everybody is at the other one.
    one.second(failed=1)
    other.second(ok=39)
silent(NAME, 'All that a replica answers fails, but that is one of forty', (one, other), range(30, 200, 13), 'Add up over the replicas before you divide: people do not know which replica they meet. ' + HINT)
one, other = two()
for second in range(300):
    one.second(ok=1 if second % 10 == 5 else 0, failed=1 if second % 40 == 20 else 0)
    other.second(ok=1 if second % 10 == 0 else 0)
silent(NAME, 'At night five people ask in 20 seconds, and one of them meets an error', (one, other), range(30, 300, 5),
       'Of five predictions no share can be told. Ring only where there were 20 or more in the last 20 seconds: `and job:predictions:rate20s >= 1`.')
