"""Turns the texts of one record into a reading."""
from dataclasses import dataclass
from datetime import datetime, timezone

COLUMNS = ['meter', 'time', 'kwh', 'revision', 'note']


@dataclass(frozen=True)
class Reading:
    """What a meter counted in a quarter of an hour that ended at `time`, in UTC."""
    meter: str
    time: datetime
    kwh: float
    revision: int
    note: str


def parse(fields: list[str]) -> Reading:
    """The reading that one record of a delivery tells."""
    meter, time, kwh, revision, note = fields
    return Reading(meter, datetime.fromisoformat(time).astimezone(timezone.utc), float(kwh), int(revision), note)
