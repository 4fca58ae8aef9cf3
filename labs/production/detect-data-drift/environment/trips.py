"""Days of a taxi company, made up: `python3 trips.py SEED` writes what the model learned from, and two weeks since, into ./data."""
import csv
import os
import sys

import numpy

NUMBERS = ['distance_km', 'minutes', 'fare', 'battery', 'wait_minutes', 'age_of_car']
CATEGORIES = ['zone', 'payment']
ZONES, PAYMENTS = ['north', 'south', 'centre', 'airport'], ['card', 'cash', 'app']


class City:
    """What trips of one city are like. The same seed is the same city; each day of it has chance of its own."""

    def __init__(self, seed):
        draw = numpy.random.default_rng(seed)
        self.scale = draw.uniform(0.7, 1.4, len(NUMBERS))
        self.zones = draw.dirichlet([8, 8, 8, 4])
        self.payments = draw.dirichlet([9, 4, 9])

    def day(self, seed, count):
        """A table: for each column an array of values, numbers or words, in which nothing has drifted."""
        draw = numpy.random.default_rng(seed)
        values = [draw.gamma(2, 4, count), draw.normal(22, 6, count), draw.lognormal(2.4, 0.5, count), 100 * draw.beta(5, 2, count),
                  draw.exponential(4, count), draw.normal(4, 1.2, count)]
        table = {name: value * scale for name, value, scale in zip(NUMBERS, values, self.scale)}
        table['zone'] = draw.choice(ZONES, count, p=self.zones)
        table['payment'] = draw.choice(PAYMENTS, count, p=self.payments)
        return table


def lines(table, missing=None, seed=0, share=0.01):
    """A table as rows of text. One value in a hundred is missing, and of the columns in `missing` as many as that says."""
    draw = numpy.random.default_rng(seed)
    columns = []
    for name, values in table.items():
        texts = [f'{value:.4f}' if name in NUMBERS else str(value) for value in values]
        gone = draw.random(len(texts)) < (missing or {}).get(name, share if name in NUMBERS else 0)
        columns.append(['' if lost else text for text, lost in zip(texts, gone)])
    return [list(table), *map(list, zip(*columns))]


def write(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', newline='', encoding='utf-8') as file:
        csv.writer(file, lineterminator='\n').writerows(rows)


if __name__ == '__main__':
    seed = int.from_bytes(sys.argv[1].encode(), 'big') % 2**63
    city = City(seed)
    write('data/reference.csv', lines(city.day(seed + 1, 5000), seed=seed + 1))
    # In the second week, one of the numbers begins to change.
    odd = NUMBERS[seed % len(NUMBERS)]
    for day in range(1, 15):
        table = city.day(seed + 1 + day, 60 if day in (3, 4) else 900)
        if day > 8:
            table[odd] = table[odd] * (1 + 0.12 * (day - 7))
        write(f'data/2026-03-{day:02}.csv', lines(table, seed=seed + 1 + day))
