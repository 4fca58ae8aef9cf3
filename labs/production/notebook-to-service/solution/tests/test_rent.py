import csv
import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

import rent
from rent.data import read

GOOD = {'id': 'A', 'area': 60.5, 'rooms': 2, 'built': 1970, 'district': 'Brook'}


@pytest.fixture(scope='module')
def model():
    return json.loads(json.dumps(rent.train(read('data/train.csv'))))


@pytest.fixture(scope='module')
def flats():
    return read('data/new.csv')


def test_the_analysis_and_the_package_agree(model, flats):
    told = subprocess.run([sys.executable, 'analysis.py'], capture_output=True, text=True, check=True).stdout
    expected = [float(row['rent']) for row in csv.DictReader(told.splitlines())]
    assert rent.predict(model, flats) == pytest.approx(expected, rel=1e-6)


def test_a_flat_alone_costs_what_it_costs_among_others(model, flats):
    assert [rent.predict(model, [flat])[0] for flat in flats] == pytest.approx(rent.predict(model, flats), rel=1e-9)


def errors(*flats):
    with open('contract/request.schema.json', encoding='utf-8') as file:
        return list(Draft202012Validator(json.load(file)).iter_errors({'flats': list(flats)}))


@pytest.mark.parametrize('change', [{}, {'rooms': None}, {'district': 'Nowhere'}, {'area': 8}, {'built': 2026}])
def test_the_contract_takes(change):
    assert not errors({**GOOD, **change})


@pytest.mark.parametrize('change', [{'area': 7}, {'area': 501}, {'area': '60'}, {'rooms': 0}, {'rooms': 2.5}, {'built': 2027}, {'id': ''},
                                    {'district': None}, {'aera': 60}])
def test_the_contract_refuses(change):
    assert errors({**GOOD, **change})


def test_the_contract_counts_flats():
    assert not errors(*[GOOD] * 100)
    assert errors() and errors(*[GOOD] * 101)
