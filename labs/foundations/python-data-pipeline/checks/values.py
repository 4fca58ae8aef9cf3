#!/usr/bin/env python3
"""Good records become readings whose values have types."""
import deliveries
import lab
import pipeline

TYPES = ['str', 'datetime', 'float', 'int', 'str']
records = deliveries.good(lab.rng(), 30)
for fields, told in zip(records, pipeline.parsed(records)):
    lab.require('parse() takes a good record', 'values' in told, expected=f'a Reading of {fields}', found=told.get('bad') or told.get('raised'),
                file='etl/parse.py', hint='Every field of this record is as the table in the guide wants it.')
    lab.require('The values of a reading have types', told['types'] == TYPES, expected=', '.join(TYPES), found=', '.join(told['types']),
                file='etl/parse.py', hint='What comes from a CSV file is text. float(text), int(text) and datetime.fromisoformat(text) make values of it.')
    right = deliveries.row(fields)
    lab.require('Times are in UTC', told['values'][1] == right[1], expected=f'{right[1]} for {fields[1]}', found=told['values'][1], file='etl/parse.py',
                hint='The same moment, told in UTC: time.astimezone(timezone.utc). (replace() would only change what the clock says.)',
                docs='https://docs.python.org/3.11/library/datetime.html#datetime.datetime.astimezone')
    lab.require('A reading has the values of its record', told['values'] == right, expected=right, found=told['values'], file='etl/parse.py',
                hint='Neither rounded nor trimmed: a reading is what the meter said.')
    lab.require('A reading cannot be changed', told['frozen'], expected='FrozenInstanceError from reading.kwh = 0.0', found='another error, or none',
                file='etl/parse.py', hint='@dataclass(frozen=True)', docs='https://docs.python.org/3.11/library/dataclasses.html#frozen-instances')
