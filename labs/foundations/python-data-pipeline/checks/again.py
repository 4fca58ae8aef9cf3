#!/usr/bin/env python3
"""Loading a delivery again changes nothing; loading it mended leaves what it holds now."""
import deliveries
import lab
import pipeline

draw = lab.rng()
good = deliveries.good(draw, 50)
bad = [fields for fields, _ in deliveries.bad(draw)]
with pipeline.Work() as work:
    path = work.file('thursday.csv', deliveries.text(good + bad))
    work.load(path)
    first = work.contents()
    pipeline.same_readings('Loaded once', [deliveries.row(fields) for fields in good], first['readings'], 'Each good record is one row.')
    work.load(path)
    second = work.contents()
    pipeline.same_readings('Loaded twice, every reading is there once', first['readings'], second['readings'],
                           'Meter and time say which reading it is: make them the PRIMARY KEY, and insert with ON CONFLICT.')
    lab.check('Loaded twice, quarantine is the same', first['quarantine'] == second['quarantine'], expected=f"{len(first['quarantine'])} rows",
              found=f"{len(second['quarantine'])} rows", file='etl/load.py', hint='What an earlier run put aside of this file is out of date: delete it first.')
    # Somebody mends the first of the malformed records, and sends the file again.
    mended = [['M-7777', *good[0][1:]]]
    work.file('thursday.csv', deliveries.text(good + mended + bad[1:]))
    work.load(path)
    third = work.contents()
    pipeline.same_readings('The same file, mended, is loaded', [deliveries.row(fields) for fields in good + mended], third['readings'],
                           'A name says nothing about what is in a file. Do not remember which files were loaded; make loading again harmless.')
    lab.check('What was mended leaves quarantine', len(third['quarantine']) == len(bad) - 1, expected=f'{len(bad) - 1} rows',
              found=f"{len(third['quarantine'])} rows", file='etl/load.py', hint='DELETE FROM quarantine WHERE source = ?, in the same transaction.')
