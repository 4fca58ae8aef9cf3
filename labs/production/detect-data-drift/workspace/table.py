"""Tables as this lab's programs hand them around: for each column its texts. An empty text is a missing value."""
import csv

NUMBERS = ['distance_km', 'minutes', 'fare', 'battery', 'wait_minutes', 'age_of_car']
CATEGORIES = ['zone', 'payment']


def read(path):
    """{'fare': ['12.5', '', ...], 'zone': ['north', ...], ...}"""
    with open(path, newline='', encoding='utf-8') as file:
        header, *rows = csv.reader(file)
    return {name: [row[number] for row in rows] for number, name in enumerate(header)}


def numbers(texts):
    """The values that are not missing."""
    return [float(text) for text in texts if text]
