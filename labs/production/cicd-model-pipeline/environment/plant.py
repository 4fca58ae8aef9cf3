"""Readings of the plant's pumps, made up: `python3 plant.py SEED` writes the data of the lab into ./data.

How a pump ages differs between seeds, so a model that is right for one learner is of no use to another.
"""
import csv
import math
import os
import random
import sys

COLUMNS = ['vibration', 'fahrenheit', 'load', 'hours', 'failed']


def readings(seed, part, count):
    """`count` readings of the same plant; each `part` has its own."""
    plant = random.Random(f'{seed}:plant')
    weights = [plant.uniform(0.9, 1.3), plant.uniform(0.07, 0.10), plant.uniform(0.02, 0.035), plant.uniform(0.9, 1.2) / 1000]
    draw = random.Random(f'{seed}:{part}')
    for _ in range(count):
        vibration = draw.gammavariate(4, 0.6)
        celsius = draw.gauss(55, 9)
        load = draw.uniform(20, 100)
        hours = draw.uniform(0, 4000)
        strain = (weights[0] * vibration + weights[1] * (celsius - 55) + weights[2] * (load - 60) + weights[3] * hours
                  + 0.8 * (vibration > 3.2 and hours > 1500))
        failed = draw.random() < 1 / (1 + math.exp(-1.5 * (strain - 6.2)))
        yield [round(vibration, 3), round(celsius * 1.8 + 32, 1), round(load, 1), round(hours), int(failed)]


def write(path, rows):
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == '__main__':
    os.makedirs('data', exist_ok=True)
    write('data/train.csv', readings(sys.argv[1], 'train', 1500))
    write('data/holdout.csv', readings(sys.argv[1], 'holdout', 800))
