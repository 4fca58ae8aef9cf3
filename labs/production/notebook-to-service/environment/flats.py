"""Flats and what they cost, made up: `python3 flats.py SEED` writes data/train.csv and data/new.csv."""
import csv
import os
import random
import sys

NAMES = ['Altmarkt', 'Brook', 'Castle Hill', 'Dockside', 'Eastgate', 'Fairground', 'Gasworks', 'Harbour']


def flats(draw, count, known=True, prefix='F', typical=4.2):
    """Records of flats: in districts that a city has, or (with known=False) now and then in one that it never had."""
    for number in range(count):
        area = round(min(max(draw.lognormvariate(typical, 0.45), 9), 490), 1)
        rooms = max(1, min(15, round(area / draw.uniform(22, 32))))
        # The last districts are small: fewer flats than the analysis wants to see.
        district = draw.choices(NAMES, [20, 18, 16, 14, 12, 10, 1.2, 0.8])[0] if known or draw.random() < 0.9 else 'New Town'
        built = draw.randint(1890, 2025)
        rent = area ** 0.85 * (18 + NAMES.index(district) if district in NAMES else 20) * (1 + (built - 1960) ** 2 / 40000) * draw.lognormvariate(0, 0.12)
        yield {'id': f'{prefix}-{number:04}', 'area': area, 'rooms': '' if draw.random() < 0.08 else rooms, 'built': built, 'district': district,
               'rent': round(rent, 2)}


def write(path, records, names):
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.DictWriter(file, names, lineterminator='\n', extrasaction='ignore')
        writer.writeheader()
        writer.writerows(records)


def data(draw, folder):
    """Both files; returns the new flats."""
    columns = ['id', 'area', 'rooms', 'built', 'district']
    write(f'{folder}/train.csv', flats(draw, 700), [*columns, 'rent'])
    # Larger ones, so that what is usual among them is not what was usual in training.
    new = list(flats(draw, 60, known=False, prefix='N', typical=4.9))
    new[0].update(rooms='', district='New Town')
    new[1]['area'] = 480.5
    write(f'{folder}/new.csv', new, columns)
    return new


if __name__ == '__main__':
    data(random.Random(sys.argv[1]), 'data')
