"""Reads flats from CSV files."""
import csv

TYPES = {'id': str, 'area': float, 'rooms': int, 'built': int, 'district': str, 'rent': float}


def read(path):
    """A dict for each flat, as it would come in a JSON request: numbers are numbers, and a number of rooms that is not known is None."""
    with open(path, newline='', encoding='utf-8') as file:
        return [{name: TYPES[name](text) if text else None for name, text in row.items()} for row in csv.DictReader(file)]
