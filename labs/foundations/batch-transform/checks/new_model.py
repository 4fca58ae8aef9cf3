#!/usr/bin/env python3
"""A new model: nothing of the old one's scores may stay, also where the run was killed on its way."""
import job
import lab

draw = lab.rng()
with job.Job([draw.randint(250, 500) for _ in range(5)]) as batch:
    batch.finish()
    batch.judge('Each object has its scores', 'See the first step.')
    batch.finish('new', 'With another model, the job runs')
    batch.judge('With another model, every score is that model\'s', 'Scores are out of date when the model that made them is. Note with each output which model made it.',
                'new')
    sizes = [len(records) for records in batch.objects.values()]
    batch.killed(sum(sizes[:2]) + 201)
    batch.finish()
    batch.judge('Back to the old model, killed on the way and run again, every score is the old model\'s',
                'Note which model made an output after the output is in its place, and for each object: a note for all of them is too early or too late.')
