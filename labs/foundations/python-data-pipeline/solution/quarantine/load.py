"""Loads one file into the database."""
import csv
import os
import sqlite3

from etl.parse import BadRecord, parse

SCHEMA = '''
CREATE TABLE IF NOT EXISTS readings (meter TEXT, time TEXT, kwh REAL, revision INTEGER, note TEXT);
CREATE TABLE IF NOT EXISTS quarantine (source TEXT, record INTEGER, reason TEXT, raw TEXT);
'''


def load(path: str, connection: sqlite3.Connection) -> tuple[int, int]:
    """Returns how many records of the file were loaded, and how many were put aside."""
    source = os.path.basename(path)
    aside = 0
    with open(path, newline='', encoding='utf-8', errors='replace') as file:
        records = list(csv.reader(file))[1:]
    for number, fields in enumerate(records, 1):
        try:
            reading = parse(fields)
        except BadRecord as reason:
            aside += 1
            connection.execute('INSERT INTO quarantine VALUES (?, ?, ?, ?)', (source, number, str(reason), ','.join(fields)))
        else:
            connection.execute(
                'INSERT INTO readings VALUES (?, ?, ?, ?, ?)',
                (reading.meter, reading.time.isoformat(), reading.kwh, reading.revision, reading.note))
        connection.commit()
    return len(records) - aside, aside
