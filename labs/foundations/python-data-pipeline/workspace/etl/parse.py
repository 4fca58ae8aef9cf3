"""Turns the texts of one record into a reading."""
from collections import namedtuple
from datetime import datetime

COLUMNS = ['meter', 'time', 'kwh', 'revision', 'note']

Reading = namedtuple('Reading', COLUMNS)


def parse(fields):
    meter, time, kwh, revision, note = fields
    return Reading(meter, datetime.fromisoformat(time), kwh, revision, note)
