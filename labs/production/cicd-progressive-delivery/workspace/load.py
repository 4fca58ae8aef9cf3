"""Asks and asks, and counts who answered:  python3 load.py [REQUESTS]   0 goes on until it is stopped."""
import collections
import itertools
import json
import sys
import threading
import time
import urllib.error
import urllib.request

limit = int(sys.argv[1]) if len(sys.argv) > 1 else 200
seen, numbers, lock = collections.Counter(), itertools.count(), threading.Lock()
stopped = threading.Event()


def ask():
    """What came of one request."""
    try:
        with urllib.request.urlopen('http://localhost:8080/predict', timeout=10) as answer:
            return json.load(answer)['version']
    except (OSError, ValueError) as error:
        if not isinstance(error, urllib.error.HTTPError):
            time.sleep(0.1)
        return f'failed: {error}'


def person():
    while not stopped.is_set():
        with lock:
            if limit and next(numbers) >= limit:
                return
        came = ask()
        with lock:
            seen[came] += 1
        time.sleep(0 if limit else 0.01)


people = [threading.Thread(target=person) for _ in range(4)]
for each in people:
    each.start()
try:
    for each in people:
        each.join()
except KeyboardInterrupt:
    stopped.set()
    for each in people:
        each.join()
print(dict(seen))
