"""Loads one file into the database."""
import csv
import os
import sqlite3

from etl.parse import BadRecord, parse

SCHEMA = '''
CREATE TABLE IF NOT EXISTS readings (
    meter TEXT, time TEXT, kwh REAL, revision INTEGER, note TEXT, PRIMARY KEY (meter, time));
CREATE TABLE IF NOT EXISTS quarantine (source TEXT, record INTEGER, reason TEXT, raw TEXT, PRIMARY KEY (source, record));
'''
UPSERT = '''
INSERT INTO readings VALUES (?, ?, ?, ?, ?)
ON CONFLICT (meter, time) DO UPDATE SET kwh = excluded.kwh, revision = excluded.revision, note = excluded.note
WHERE excluded.revision > readings.revision
'''


def load(path: str, connection: sqlite3.Connection) -> tuple[int, int]:
    """Returns how many records of the file were loaded, and how many were put aside. All of the file counts, or nothing."""
    source = os.path.basename(path)
    aside = 0
    with open(path, newline='', encoding='utf-8', errors='replace') as file, connection:
        records = list(csv.reader(file))[1:]
        connection.execute('DELETE FROM quarantine WHERE source = ?', (source,))
        for number, fields in enumerate(records, 1):
            try:
                reading = parse(fields)
            except BadRecord as reason:
                aside += 1
                connection.execute('INSERT INTO quarantine VALUES (?, ?, ?, ?)', (source, number, str(reason), ','.join(fields)))
            else:
                connection.execute(
                    UPSERT, (reading.meter, reading.time.isoformat(), reading.kwh, reading.revision, reading.note))
    return len(records) - aside, aside
