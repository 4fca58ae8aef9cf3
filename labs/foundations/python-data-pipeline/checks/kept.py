#!/usr/bin/env python3
"""A delivery with malformed records: the good ones are loaded, the others put aside with reason and text."""
import deliveries
import lab
import pipeline

draw = lab.rng()
mixed = [(fields, None) for fields in deliveries.good(draw, 40)] + deliveries.bad(draw)
draw.shuffle(mixed)
content = deliveries.text([fields for fields, _ in mixed]).encode().replace('\ufffd'.encode(), b'\xf6')
with pipeline.Work() as work:
    work.load(work.file('wednesday.csv', content))
    tables = work.contents()
    pipeline.same_readings('Good records are loaded', [deliveries.row(fields) for fields, word in mixed if word is None], tables['readings'],
                           'Records around a malformed one must not suffer. A record is what csv.reader says, which may be several lines.')
    aside = {(each[0], each[1]): each for each in tables['quarantine']}
    expected = {('wednesday.csv', number): (fields, word) for number, (fields, word) in enumerate(mixed, 1) if word}
    odd = sorted(set(aside) ^ set(expected), key=str)
    lab.require('Malformed records are in quarantine, by file and number', not odd,
                expected=f'{len(expected)} rows: {sorted(expected)[:3]} ...', found=f'{len(aside)} rows; missing or too many: {odd[:3]}', file='etl/load.py',
                hint='source is the name of the file without its folder; record counts from 1 behind the header, good ones and bad ones.')
    for key, (fields, word) in expected.items():
        reason, raw = aside[key][2:]
        lab.require('The reason is that of parse()', word in str(reason), expected=f'a reason with "{word}"', found=reason, file='etl/load.py')
        lab.require('Nothing of a malformed record is lost', all(text in str(raw) for text in fields), expected=f'{fields}, in the column raw',
                    found=raw, file='etl/load.py', hint="Keep all its fields: ','.join(fields)")
