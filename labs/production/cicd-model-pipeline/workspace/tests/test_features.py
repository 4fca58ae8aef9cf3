import pytest

import features


@pytest.mark.parametrize('fahrenheit, celsius', [(32, 0), (212, 100), (-40, -40)])
def test_celsius(fahrenheit, celsius):
    assert features.celsius(fahrenheit) == pytest.approx(celsius)


def test_read(tmp_path):
    data = tmp_path / 'data.csv'
    data.write_text('vibration,fahrenheit,load,hours,failed\n2.5,131,80,1200,1\n0.7,104,35,60,0\n')
    rows, failed = features.read(data)
    assert [len(row) for row in rows] == [len(features.FEATURES)] * 2
    assert [row[0] for row in rows] == [2.5, 0.7]
    assert failed == [1, 0]
