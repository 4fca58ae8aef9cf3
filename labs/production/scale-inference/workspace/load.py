"""Puts a load on a server, and tells how long people waited:  python3 load.py URL [--rate 50] [--seconds 4]"""
import argparse
import json
import statistics
import time
import urllib.request


def ask(url, row):
    """True where it answered 200."""
    request = urllib.request.Request(url, json.dumps({'row': row}).encode(), {'Content-Type': 'application/json'})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False


def measure(url, rate, seconds):
    """{'requests': 200, 'errors': 0, 'p50': 0.02, 'p95': 0.05}, in seconds."""
    waited, errors = [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.monotonic()
        errors += not ask(url, [1.0, 2.0, 3.0, 4.0])
        waited.append(time.monotonic() - begin)
        time.sleep(1 / rate)
    return {'requests': len(waited), 'errors': errors, 'p50': statistics.mean(waited), 'p95': max(waited)}


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('url')
    parser.add_argument('--rate', type=float, default=50, help='requests a second')
    parser.add_argument('--seconds', type=float, default=4)
    options = parser.parse_args()
    print(json.dumps(measure(options.url, options.rate, options.seconds)))
