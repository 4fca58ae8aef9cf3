#!/usr/bin/env python3
"""Two replicas with different traffic, of which one is started anew."""
import lab
from rules import Replica, evaluate

draw = lab.rng()
NAME = 'job:predictions:rate20s'
one, two = Replica('a:1'), Replica('b:2')
slow, fast = draw.randrange(3, 8), draw.randrange(11, 19)
for _ in range(500):
    one.second(ok=slow)
    two.second(ok=fast - 2, bad=1, failed=1)
right = slow + fast
count, before = evaluate(['red.yml'], [one, two], [(f'count({NAME})', 499), (f'sum({NAME})', 499)])
lab.require(f'{NAME} is one number for all replicas', count == 1, expected='1 series', found='none' if count is None else f'{count:g}' if count != 'several' else count, file='red.yml',
            docs='https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators', hint='sum by (job) (...) adds up what the replicas do.')
lab.check('It is the number of predictions a second, of whatever kind', before not in (None, 'several') and abs(before - right) <= 0.02 * right, expected=f'{right}', found=str(before), file='red.yml',
          docs='https://prometheus.io/docs/prometheus/latest/querying/functions/#rate', hint='rate(predictions_total{job="model"}[20s]) is by how much a counter grows in a second; sum it, with all codes.')
one, two = Replica('a:1'), Replica('b:2')
for second in range(300):
    one.second(ok=slow)
    if second in (200, 201, 202):
        two.away()
    else:
        two.second(ok=fast)
least, later = evaluate(['red.yml'], [one, two], [(f'min_over_time(sum({NAME})[50s:1s])', 250), (f'sum({NAME})', 299)])
good = all(value not in (None, 'several') for value in (least, later)) and 0 <= least and abs(later - right) <= 0.02 * right
lab.check('A replica that is started anew, and counts from zero, does no harm', good, expected=f'never below 0, and {right} again afterwards', found=f'{least} at least, {later} afterwards', file='red.yml',
          hint='rate() knows that counters begin anew. Differences (delta, or a subtraction) do not. And rate comes before sum: of a sum nobody sees that a part began anew.')
