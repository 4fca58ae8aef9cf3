#!/bin/sh
# Only the good case is tested.
set -e
cat >tests/test_parse.py <<'END'
from etl.parse import parse


def test_a_good_record():
    reading = parse(['M-0042', '2026-03-01T07:15:00+00:00', '1.25', '1', 'read by radio'])
    assert reading.meter == 'M-0042'
    assert reading.kwh == 1.25
END
