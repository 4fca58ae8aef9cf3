"""Tells good reviews of a product from bad ones, remembers what it was asked, and counts its answers.

  POST /predict  {"text": "..."}      {"label": "positive", "score": 0.93, "cached": false}
  GET /stats                          {"answered": 12}: since the beginning, over all restarts
  GET /health                         does the cache answer?

What it remembers lives in a cache, at CACHE_URL. Nothing is kept in here.
"""
import hashlib
import json
import math
import os
import re
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cache import Cache

with open('model.json', encoding='utf-8') as file:
    MODEL = json.load(file)


def predict(text):
    """A logistic regression on the words of a review."""
    total = MODEL['bias'] + sum(MODEL['weights'].get(word, 0) for word in re.findall(r'[a-z]+', text.lower()))
    score = 1 / (1 + math.exp(-total))
    return {'label': 'positive' if score >= 0.5 else 'negative', 'score': round(score, 4)}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            if self.path == '/stats':
                self.reply(200, {'answered': int(cache.send('GET', 'answered') or 0)})
            elif self.path == '/health':
                self.reply(200, {'status': cache.send('PING')})
            else:
                self.reply(404, {'error': 'there are only /predict, /stats and /health here'})
        except OSError as error:
            self.reply(503, {'error': f'no cache: {error}'})

    def do_POST(self):
        try:
            text = str(json.loads(self.rfile.read(int(self.headers.get('Content-Length', 0))))['text'])
        except (ValueError, KeyError, TypeError):
            self.reply(400, {'error': 'send {"text": "..."}'})
            return
        try:
            key = 'review:' + hashlib.sha256(text.encode()).hexdigest()
            known = cache.send('GET', key)
            answer = json.loads(known) if known else predict(text)
            if not known:
                cache.send('SET', key, json.dumps(answer))
            cache.send('INCR', 'answered')
            self.reply(200, {**answer, 'cached': bool(known)})
        except OSError as error:
            self.reply(503, {'error': f'no cache: {error}'})

    def reply(self, status, answer):
        body = (json.dumps(answer) + '\n').encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        print(self.command, self.path, flush=True)


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    url = os.environ.get('CACHE_URL') or sys.exit('CACHE_URL is not set')
    cache = Cache(url)
    patience = time.monotonic() + 2
    while True:
        try:
            cache.send('PING')
            break
        except OSError as error:
            if time.monotonic() > patience:
                sys.exit(f'no cache at {url}: {error}')
            time.sleep(0.2)
    print('The service answers on port 8080', flush=True)
    ThreadingHTTPServer(('0.0.0.0', 8080), Handler).serve_forever()
