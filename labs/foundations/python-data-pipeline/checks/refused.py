#!/usr/bin/env python3
"""Each way of being malformed is refused, with the column in the reason."""
import deliveries
import lab
import pipeline

draw = lab.rng()
ways = deliveries.bad(draw)
for (fields, word), told in zip(ways, pipeline.parsed([fields for fields, _ in ways])):
    found = told.get('bad') or told.get('raised') or f"a reading: {told.get('values')}"
    lab.require('A malformed record is refused', 'bad' in told, expected=f'BadRecord for {fields}', found=found, file='etl/parse.py',
                hint='The table in the guide says what a field may be. Another exception than BadRecord would stop the whole delivery.')
    lab.require('The reason names the column', word in told['bad'], expected=f'"{word}" in the reason for {fields}', found=told['bad'],
                file='etl/parse.py', hint='Whoever mends the delivery reads only this text.')
for told in pipeline.parsed(deliveries.good(draw, 30) + [['M-0000', '2026-03-01T00:00:00Z', '0', '1', '']]):
    lab.require('Good records are still taken', 'values' in told, expected='a Reading', found=told.get('bad') or told.get('raised'), file='etl/parse.py',
                hint='0 kWh, an empty note and a time that ends in Z are fine.')
