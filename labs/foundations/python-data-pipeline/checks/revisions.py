#!/usr/bin/env python3
"""Corrections: the highest revision counts, in whatever order deliveries come."""
import deliveries
import lab
import pipeline

draw = lab.rng()
base = deliveries.good(draw, 60)
parts, expected = ([], [], []), []
for fields in base:
    versions = [[fields[0], fields[1], f'{draw.uniform(0, 9):.3f}', str(revision), f'revision {revision}'] for revision in draw.sample(range(1, 12), 3)]
    for part, version in zip(parts, versions):
        part.append(version)
    expected.append(deliveries.row(max(versions, key=lambda each: int(each[3]))))
# The same moment in another zone is the same reading.
for fields in parts[1][::2]:
    fields[1] = deliveries.row(fields)[1]
HINT = 'ON CONFLICT (meter, time) DO UPDATE SET ... WHERE excluded.revision > readings.revision'
for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
    with pipeline.Work() as work:
        work.load(*[work.file(f'part-{number}.csv', deliveries.text(parts[number])) for number in order])
        names = ', '.join(f'part-{number}' for number in order)
        if not pipeline.same_readings(f'The highest revision counts, loaded in the order {names}', expected, work.contents()['readings'], HINT):
            break
with pipeline.Work() as work:
    together = [fields for part in parts for fields in part]
    draw.shuffle(together)
    work.load(work.file('all.csv', deliveries.text(together)))
    pipeline.same_readings('The highest revision counts within one file', expected, work.contents()['readings'], HINT)
