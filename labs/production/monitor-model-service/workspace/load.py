"""People who ask, about twenty a second, now this replica, now that one. One of twenty questions makes no sense. Not yours to change."""
import itertools
import json
import random
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor


def ask(port):
    row = [round(random.uniform(0, 9), 1) for _ in range(4 if random.random() > 0.05 else 3)]
    try:
        urllib.request.urlopen(f'http://localhost:{port}/predict', json.dumps({'row': row}).encode(), timeout=10).close()
    except OSError:
        # Whatever comes back, people go on asking.
        return


with ThreadPoolExecutor(20) as people:
    for port in itertools.cycle((9101, 9102)):
        people.submit(ask, port)
        time.sleep(0.05)
