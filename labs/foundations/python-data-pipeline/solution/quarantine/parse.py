"""Turns the texts of one record into a reading."""
import math
import re
from dataclasses import dataclass
from datetime import datetime, timezone

COLUMNS = ['meter', 'time', 'kwh', 'revision', 'note']


class BadRecord(Exception):
    """The text says which column is wrong, and how."""


@dataclass(frozen=True)
class Reading:
    """What a meter counted in a quarter of an hour that ended at `time`, in UTC."""
    meter: str
    time: datetime
    kwh: float
    revision: int
    note: str


def parse(fields: list[str]) -> Reading:
    """The reading that one record of a delivery tells. Raises BadRecord where it tells none."""
    if len(fields) != len(COLUMNS):
        raise BadRecord(f'{len(fields)} fields instead of {len(COLUMNS)}')
    meter, time, kwh, revision, note = fields
    if not re.fullmatch(r'M-[0-9]{4}', meter):
        raise BadRecord(f'meter: {meter!r} is not M- and four digits')
    if '\ufffd' in note:
        raise BadRecord('note: was not UTF-8')
    return Reading(meter, moment(time), energy(kwh), whole(revision), note)


def moment(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise BadRecord(f'time: {text!r} is not ISO 8601') from None
    if time.tzinfo is None:
        raise BadRecord(f'time: {text!r} has no offset from UTC')
    return time.astimezone(timezone.utc)


def energy(text: str) -> float:
    try:
        kwh = float(text)
    except ValueError:
        raise BadRecord(f'kwh: {text!r} is not a number') from None
    if not math.isfinite(kwh) or kwh < 0:
        raise BadRecord(f'kwh: {text!r} is not a finite number from 0 on')
    return kwh


def whole(text: str) -> int:
    try:
        revision = int(text)
    except ValueError:
        raise BadRecord(f'revision: {text!r} is not a whole number') from None
    if revision < 1:
        raise BadRecord(f'revision: {text!r} is less than 1')
    return revision
