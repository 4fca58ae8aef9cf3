"""Puts a load on a server, and tells how long people waited:  python3 load.py URL [--rate 50] [--seconds 4]"""
import argparse
import json
import math
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

# More than ever wait at once: a request must not wait for a thread.
CALLERS = 400


def ask(url, row):
    """True where it answered 200."""
    request = urllib.request.Request(url, json.dumps({'row': row}).encode(), {'Content-Type': 'application/json'})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False


def percentile(values, percent):
    """The smallest value that so many percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def measure(url, rate, seconds):
    """{'requests': 200, 'errors': 0, 'p50': 0.02, 'p95': 0.05}, in seconds."""
    begin = time.monotonic()

    def one(number):
        # People come when they come, and not when the one before has been answered.
        due = begin + number / rate
        time.sleep(max(0, due - time.monotonic()))
        good = ask(url, [1.0, 2.0, 3.0, 4.0])
        return good, time.monotonic() - due

    with ThreadPoolExecutor(CALLERS) as pool:
        told = list(pool.map(one, range(round(rate * seconds))))
    waited = [seconds for _, seconds in told]
    return {'requests': len(told), 'errors': sum(not good for good, _ in told), 'p50': percentile(waited, 50), 'p95': percentile(waited, 95)}


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('url')
    parser.add_argument('--rate', type=float, default=50, help='requests a second')
    parser.add_argument('--seconds', type=float, default=4)
    options = parser.parse_args()
    print(json.dumps(measure(options.url, options.rate, options.seconds)))
