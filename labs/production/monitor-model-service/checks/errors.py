#!/usr/bin/env python3
"""Replicas with unequal traffic and unequal errors, and none at all."""
import lab
from rules import Replica, evaluate

draw = lab.rng()
NAME = 'job:errors:ratio20s'
one, two, calm = Replica('a:1'), Replica('b:2'), Replica('c:3')
failed, ok = draw.randrange(2, 5), draw.randrange(30, 60)
for _ in range(120):
    one.second(ok=6, failed=failed, bad=3)
    two.second(ok=ok, bad=draw.randrange(5, 9))
    calm.second(ok=20, bad=1)
rate = 'sum(rate(predictions_total[20s]))'
count, found, total = evaluate(['red.yml'], [one, two], [(f'count({NAME})', 119), (f'sum({NAME})', 119), (rate, 119)])
right = failed / total
lab.require(f'{NAME} is one number for all replicas', count == 1, expected='1 series', found=str(count), file='red.yml', hint='sum by (job) above and below the line.')
lab.check('It is the share of all predictions that were answered by 5xx', found not in (None, 'several') and abs(found - right) <= 0.02 * right + 1e-9, expected=f'{right:.4f}', found=str(found), file='red.yml',
          hint='sum(rate(... code=~"5.." ...)) / sum(rate(...)). A mean of the shares of replicas gives one that hardly works the weight of one that does all the work, and 400 is the mistake of who asks.')
none, = evaluate(['red.yml'], [calm], [(f'sum({NAME})', 119)])
lab.check('Where there was no error yet, it is 0', none == 0, expected='0', found='nothing: no series' if none is None else str(none), file='red.yml',
          docs='https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics',
          hint='Before the first error there is no series with code="500", so the sum is not 0 but nothing, and so is nothing / something. `(errors or 0 * all) / all` helps.')
