from etl.parse import parse


def test_a_good_record():
    reading = parse(['M-0042', '2026-03-01T07:15:00+01:00', '1.25', '1', 'read by radio'])
    assert reading.meter == 'M-0042'
