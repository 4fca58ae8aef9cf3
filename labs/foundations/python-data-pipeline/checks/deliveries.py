"""Deliveries that nobody has seen, and what a pipeline should make of them."""
import csv
import io
from datetime import datetime, timedelta, timezone

HEADER = ['meter', 'time', 'kwh', 'revision', 'note']
OFFSETS = ['+00:00', '+01:00', '+02:00', '-05:00', '+05:30']


def good(draw, count):
    """Records that can be taken, each of another meter and time."""
    start = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(days=draw.randrange(200))
    records = []
    for number in range(count):
        offset = draw.choice(OFFSETS)
        sign = 1 if offset[0] == '+' else -1
        zone = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:])))
        time = (start + timedelta(minutes=15 * number)).astimezone(zone).isoformat()
        note = draw.choice(['', 'read by radio', 'door was open, dog too', 'said "later"', 'first line\nsecond line', 'Zähler neu'])
        records.append([f'M-{draw.randrange(10000):04}', time, f'{draw.uniform(0, 9):.3f}', str(draw.randint(1, 3)), note])
    return records


def bad(draw):
    """One record for each way of being malformed, and the word that its reason must contain."""
    base = good(draw, 40)
    ways = [(0, 'meter', 'M-12'), (0, 'meter', 'X-0001'), (0, 'meter', 'M-00420'), (1, 'time', 'noon'), (1, 'time', ''),
            (1, 'time', '2026-03-01T07:15:00'), (2, 'kwh', 'n/a'), (2, 'kwh', ''), (2, 'kwh', f'-{draw.uniform(1, 9):.2f}'),
            (2, 'kwh', 'nan'), (2, 'kwh', 'inf'), (3, 'revision', '0'), (3, 'revision', 'one'), (3, 'revision', '1.5'),
            (4, 'note', 'kaputt \ufffd')]
    records = []
    for fields, (column, word, text) in zip(base, ways):
        records.append((fields[:column] + [text] + fields[column + 1:], word))
    records.append((base[-1][:4], 'fields'))
    records.append((base[-2] + ['more'], 'fields'))
    records.append((base[-3][:1], 'fields'))
    return records


def text(records, header=True):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    writer.writerows(([HEADER] if header else []) + records)
    return out.getvalue()


def row(fields):
    """What the table `readings` should hold of a good record."""
    time = datetime.fromisoformat(fields[1]).astimezone(timezone.utc).isoformat()
    return [fields[0], time, float(fields[2]), int(fields[3]), fields[4]]
