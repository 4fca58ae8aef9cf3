"""python3 watch.py [--alert-url URL] REFERENCE.csv DAY.csv ..."""
import argparse
import json
import os
import sys
import urllib.request

from drift import alarms
from table import read


def deliver(url, alert):
    """Raises OSError where nobody took it."""
    request = urllib.request.Request(url, json.dumps(alert).encode(), {'Content-Type': 'application/json'})
    urllib.request.urlopen(request, timeout=5).close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--alert-url')
    parser.add_argument('reference')
    parser.add_argument('days', nargs='+')
    options = parser.parse_args()

    reference = read(options.reference)
    lost = 0
    for path in options.days:
        found = alarms(reference, read(path))
        for alarm in found:
            print(path, json.dumps(alarm))
        if found and options.alert_url:
            try:
                deliver(options.alert_url, {'day': os.path.basename(path).removesuffix('.csv'), 'features': found})
            except OSError as error:
                lost += 1
                print(f'{path}: the alert was not delivered: {error}', file=sys.stderr)
    if lost:
        sys.exit(1)


if __name__ == '__main__':
    main()
