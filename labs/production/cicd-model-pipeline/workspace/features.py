"""What the model sees of a reading from a pump."""
import csv

FEATURES = ['vibration', 'celsius', 'load', 'hours']


def celsius(fahrenheit):
    """The sensors were bought in the United States."""
    return fahrenheit - 32 / 1.8


def features(reading):
    return [reading['vibration'], celsius(reading['fahrenheit']), reading['load'], reading['hours']]


def read(path):
    """Rows of features, and for each row whether that pump failed within a day (1) or not (0)."""
    with open(path, newline='', encoding='utf-8') as file:
        readings = [{name: float(value) for name, value in line.items()} for line in csv.DictReader(file)]
    return [features(reading) for reading in readings], [int(reading['failed']) for reading in readings]
