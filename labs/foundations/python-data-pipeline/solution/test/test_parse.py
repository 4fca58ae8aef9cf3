from datetime import datetime, timezone

import pytest

from etl.parse import BadRecord, Reading, parse

GOOD = {'meter': 'M-0042', 'time': '2026-03-01T07:15:00+01:00', 'kwh': '1.25', 'revision': '2', 'note': 'read by radio'}


def record(**other):
    return list({**GOOD, **other}.values())


def test_a_good_record():
    assert parse(record()) == Reading('M-0042', datetime(2026, 3, 1, 6, 15, tzinfo=timezone.utc), 1.25, 2, 'read by radio')


@pytest.mark.parametrize('column, text', [
    ('meter', 'M-42'), ('meter', 'N-0042'), ('meter', ''),
    ('time', 'yesterday'), ('time', '2026-03-01T07:15:00'),
    ('kwh', 'n/a'), ('kwh', ''), ('kwh', '-1'), ('kwh', 'nan'), ('kwh', 'inf'),
    ('revision', 'two'), ('revision', '0'), ('revision', '1.5'),
    ('note', 'gel\ufffdscht'),
])
def test_a_bad_value_is_refused_by_its_column(column, text):
    with pytest.raises(BadRecord, match=column):
        parse(record(**{column: text}))


@pytest.mark.parametrize('fields', [[], record()[:4], record() + ['more']])
def test_another_number_of_fields_is_refused(fields):
    with pytest.raises(BadRecord, match='fields'):
        parse(fields)


@pytest.mark.parametrize('column, text', [('kwh', '0'), ('revision', '1'), ('note', '')])
def test_what_just_passes(column, text):
    parse(record(**{column: text}))
