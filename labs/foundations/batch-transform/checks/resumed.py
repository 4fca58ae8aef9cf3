#!/usr/bin/env python3
"""Kills the job three times, lets it finish, and counts what the model was asked."""
import job
import lab

draw = lab.rng()
with job.Job([draw.randint(450, 800) for _ in range(9)]) as batch:
    sizes, seen = [len(records) for records in batch.objects.values()], 0
    for _ in range(3):
        batch.killed(max(sizes) + draw.randint(201, 400))
        seen += sum(batch.calls)
    batch.finish(criterion='Killed three times, the job runs to its end')
    seen += sum(batch.calls)
    batch.judge('Every record is there, once', 'What an earlier run left half done must be done again, from its beginning.')
    limit = batch.records + 3 * max(sizes)
    lab.check('What was finished is not scored again', seen <= limit, expected=f'at most {limit} records scored, of {batch.records}: each kill may cost one object',
              found=f'{seen}', hint='Look at what is in the output before you score an object.', file='score.py')
    left = [name for name in batch.there() if not name.endswith('.out')]
    lab.check('No unfinished file is left', not left, expected='objects that end with .out', found=', '.join(left[:4]), file='score.py',
              hint='Give an unfinished object one name, made of its key, so that the next run overwrites it and moves it into place.')
    batch.finish(criterion='When all is done, it runs once more')
    lab.check('And then scores nothing', not batch.calls, expected='no record', found=f'{sum(batch.calls)} records', file='score.py')
