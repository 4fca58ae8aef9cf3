#!/usr/bin/env python3
"""Percentiles over replicas of which one is slow and hardly used."""
import lab
from rules import Replica, evaluate

draw = lab.rng()
NAME = 'job:seconds:p95_20s'


def p95(replicas):
    return evaluate(['red.yml'], replicas, [(f'count({NAME})', 119), (f'sum({NAME})', 119)])


one, two = Replica('a:1'), Replica('b:2')
slow = draw.randrange(10, 16)
for _ in range(120):
    one.second(ok=40)
    two.second(ok=slow, slow=slow)
count, found = p95([one, two])
lab.require(f'{NAME} is one number for all replicas', count == 1, expected='1 series', found=str(count), file='red.yml', hint='sum by (job, le) (...): only le must be left for histogram_quantile, and job for us.')
lab.check('A fifth of all answers took 0.45 s: so does p95', found not in (None, 'several') and 0.25 < found <= 0.5, expected='between 0.25 and 0.5, the bucket they are in', found=str(found), file='red.yml',
          docs='https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile', hint='histogram_quantile(0.95, sum by (job, le) (rate(prediction_seconds_bucket{job="model"}[20s]))).')
one, two = Replica('a:1'), Replica('b:2')
for _ in range(120):
    one.second(ok=100)
    two.second(ok=2, slow=2, slow_took=9)
_, found = p95([one, two])
lab.check('One of fifty took 9 s: p95 does not mind', found not in (None, 'several') and found <= 0.05, expected='0.05 or less', found=str(found), file='red.yml',
          hint='Add the buckets up first, then take the percentile. A mean of percentiles is the percentile of nothing, and the mean is decided by a few.')
one = Replica('a:1')
for second in range(600):
    # Long ago it was slow.
    one.second(ok=10, slow=10 if second < 500 else 0)
found, = evaluate(['red.yml'], [one], [(f'sum({NAME})', 599)])
lab.check('What was slow a minute ago counts no more', found not in (None, 'several') and found <= 0.05, expected='0.05 or less', found=str(found), file='red.yml',
          hint='Buckets count from the start of the process. rate(...[20s]) of them is what happened in the last 20 seconds.')
