#!/usr/bin/env python3
"""Servers whose behaviour is known, measured by the learner's load.py."""
import http.server
import json
import threading
import time

import lab

draw = lab.rng()
RATE, SECONDS = draw.randrange(38, 46), 3
ALL = RATE * SECONDS
count, lock, began = [0], threading.Lock(), [None]


def slow_for_some(seconds):
    """Every tenth takes so long, and one of these two and a half times as long."""
    def behave(number):
        time.sleep(2.5 * seconds if number == 50 else seconds if number % 10 == 0 else 0)
        return 200
    return behave


def stands_still(_):
    """For the second second, nobody is answered."""
    since = time.monotonic() - began[0]
    if 1 <= since < 2:
        time.sleep(2 - since)
    return 200


def errs(every):
    return lambda number: 500 if number % every == 0 else 200


behaviour = [stands_still]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        with lock:
            began[0] = began[0] or time.monotonic()
            count[0] += 1
            number = count[0]
        self.send_response(behaviour[0](number))
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


server = Server(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()


class Lateness:
    """A context manager: `most` is by how many seconds this machine woke somebody too late, at worst."""

    def __enter__(self):
        self.most, self._go = 0.0, True
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def _watch(self):
        while self._go:
            begin = time.monotonic()
            time.sleep(0.02)
            self.most = max(self.most, time.monotonic() - begin - 0.02)

    def __exit__(self, *_):
        self._go = False


def measure(kind):
    behaviour[0], count[0], began[0] = kind, 0, None
    ran = lab.as_learner(['python3', 'load.py', f'http://127.0.0.1:{server.server_port}/predict', '--rate', str(RATE), '--seconds', str(SECONDS)], timeout=60)
    try:
        told = json.loads(ran.out.strip().splitlines()[-1]) if ran else None
    except (ValueError, IndexError):
        told = None
    if not isinstance(told, dict):
        lab.require('load.py tells what it measured', False, expected='{"requests": ..., "errors": ..., "p50": ..., "p95": ...}', found=(ran.err.strip() or ran.out.strip() or ran.ended)[-300:], file='load.py')
    return told


for kind, seconds in (('slow', draw.uniform(0.3, 0.5)), ('very slow', draw.uniform(1.6, 2.2))):
    where = f' (every tenth answer is {kind})'
    with Lateness() as late:
        told = measure(slow_for_some(seconds))
    sent, said = count[0], lab.get(told, 'requests')
    lab.check('It sends as many requests as it was told, and says how many' + where, sent == said and abs(sent - ALL) <= 2, expected=f'{ALL}: {RATE} a second, for {SECONDS} seconds', found=f'{sent}, and says {said}', file='load.py',
              hint='The n-th request is due at begin + n / rate, whatever became of those before it. Threads (ThreadPoolExecutor) can wait for many answers at once.')
    lab.check('p50 is the middle' + where, 0 < (lab.get(told, 'p50') or 0) < seconds / 2 + late.most, expected='next to 0: nearly all requests are answered at once', found=str(lab.get(told, 'p50')), file='load.py',
              hint='Sort them, and take the one in the middle. A few slow ones move a mean, and no median.')
    lab.check('p95 is what 95 of 100 do not exceed' + where, seconds * 0.95 <= (lab.get(told, 'p95') or 0) <= seconds + 0.6 + 2 * late.most, expected=f'about {seconds:.2f} s: every tenth request takes that long', found=str(lab.get(told, 'p95')), file='load.py',
              hint='Sort them, and take the one at 95 % of the way. The largest is p100: one request in a thousand decides it.')
every = draw.randrange(5, 13)
told = measure(errs(every))
lab.check('Errors are counted', lab.get(told, 'errors') == count[0] // every, expected=f'{count[0] // every} of {count[0]}', found=str(lab.get(told, 'errors')), file='load.py')
told = measure(stands_still)
lab.check('Where the server stands still for a second, everybody who came in that second is seen to wait', (lab.get(told, 'p95') or 0) >= 0.5, expected='a p95 of about 0.8 s', found=str(lab.get(told, 'p95')), file='load.py',
          hint='Whoever sends the next request when the last one was answered sends none while the server stands still, and so measures one long wait instead of forty. '
               'Send when it is due, and count from then.')
