"""python3 watch.py [--alert-url URL] REFERENCE.csv DAY.csv ..."""
import argparse
import json

from drift import alarms
from table import read


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--alert-url')
    parser.add_argument('reference')
    parser.add_argument('days', nargs='+')
    options = parser.parse_args()

    reference = read(options.reference)
    for path in options.days:
        for alarm in alarms(reference, read(path)):
            print(path, json.dumps(alarm))


if __name__ == '__main__':
    main()
