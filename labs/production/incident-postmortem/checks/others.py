#!/usr/bin/env python3
"""Jobs that are wrong in other ways: no JSON, one that ends the process itself, and some that only need another try."""
import lab
import story
from story import outage

draw = lab.rng()
good = [outage.job(draw, f'J-{number}') for number in range(40)]
bad = [kind[1](outage.job(draw, f'B-{number}')) for number, kind in enumerate(outage.POISON)] + ['{"id": "B-9", "feat']
killer = {'id': 'K-1', 'features': [round(draw.uniform(0, 1), 3) for _ in range(90)]}
busy = [{'id': f'S-{number}', 'features': [times + 0.5, *[round(draw.uniform(0, 1), 3) for _ in range(3)]]} for number, times in enumerate((1, 2))]
jobs = [*good, *bad, killer, *busy]
draw.shuffle(jobs)
with story.Queue() as queue:
    queue.fill(jobs)
    names = {f'{number:05}.json': each for number, each in enumerate(jobs)}
    starts, ended = queue.supervise(8)
    lab.require('The worker gets through a queue with every kind of bad job', ended == 'ended with 0', expected='it ends with 0', file='worker.py',
                found=f'{ended}, after {starts} starts; {len(queue.names("queue"))} jobs wait',
                hint='One of these ends the process, without an exception: nothing in the process can catch that. Note on disk, before each attempt, that there is one; who finds '
                     'three notes puts the job aside without another.')
    lab.check('The job that ends the process does so three times at most', starts <= 4 and queue.calls(killer) <= 3, expected='3 attempts', found=f'{queue.calls(killer)} attempts, {starts} starts',
              file='worker.py', hint='Count attempts in a file beside the job, before the attempt: afterwards there is nobody to count.')
    aside = {name for name, each in names.items() if each in bad or each is killer}
    lab.check('The bad ones, and only they, are in the folder of --failed', set(queue.names('failed')) == aside, expected=f'{len(aside)} jobs', file='worker.py',
              found=f'{len(queue.names("failed"))}; missing or too many: {sorted(set(queue.names("failed")) ^ aside)[:4]}',
              hint='Busy says "ask again": such a job deserves three attempts before it is put aside.')
    lab.check('Every other job has its score', set(queue.names('results')) == set(names) - aside, expected=f'{len(names) - len(aside)} results',
              found=f'{len(queue.names("results"))}', file='worker.py', hint='A job that the store was too busy for must be tried again, not lost.')
    often = [each for each in good if queue.calls(each) != 1]
    lab.check('Good jobs are scored once', not often, expected='one call of the model each', found=f'{len(often)} of {len(good)} more or less often', file='worker.py')
    reasons = lab.as_learner(['sh', '-c', 'cd "$1" && for name in *.json; do [ -s "${name%.json}.reason" ] && echo "$name"; done', 'sh', f'{queue.base}/failed']).out.split()
    lab.check('Each has a reason', set(reasons) == set(queue.names('failed')), expected='NAME.reason beside each', found=f'{len(reasons)} reasons', file='worker.py',
              hint='Also for the one that ended the process: "ended the process in 3 attempts".')
