#!/bin/sh
# Tests that look at the shape of answers.
set -e
cat >tests/test_rent.py <<'END'
import rent
from rent.data import read


def test_rents():
    flats = read('data/new.csv')
    rents = rent.predict(rent.train(read('data/train.csv')), flats)
    assert len(rents) == len(flats)
    assert all(100 < value < 100000 for value in rents)
END
