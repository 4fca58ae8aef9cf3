"""Tells good reviews of a product from bad ones.

  GET /health                         is the model there?
  POST /predict  {"text": "..."}      {"label": "positive", "score": 0.93}
"""
import json
import math
import os
import re
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODEL = os.environ.get('MODEL', 'model.json')
PORT = 8080
THRESHOLD = 0.5

log = open('requests.log', 'a', encoding='utf-8')


def load(path):
    """The weight of each word and the bias, or nothing where there is no model."""
    try:
        with open(path, encoding='utf-8') as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def predict(text):
    """A logistic regression on the words of a review."""
    words = re.findall(r'[a-z]+', text.lower())
    total = model['bias'] + sum(model['weights'].get(word, 0) for word in words)
    score = 1 / (1 + math.exp(-total))
    return {'label': 'positive' if score >= THRESHOLD else 'negative', 'score': round(score, 4)}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != '/health':
            self.reply(404, {'error': 'there are only /health and /predict here'})
        elif model is None:
            self.reply(503, {'status': f'no model at {MODEL}'})
        else:
            self.reply(200, {'status': 'ok'})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        try:
            text = str(json.loads(body)['text'])
        except (ValueError, KeyError, TypeError):
            self.reply(400, {'error': 'send {"text": "..."}'})
            return
        log.write(f'review: {text}\n')
        log.flush()
        if model is None:
            self.reply(503, {'error': f'no model at {MODEL}'})
        else:
            self.reply(200, predict(text))

    def reply(self, status, answer):
        log.write(f'{self.command} {self.path} {status}\n')
        log.flush()
        body = (json.dumps(answer) + '\n').encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing: reply() writes the log."""


if __name__ == '__main__':
    # The first process of a container has to say itself that it ends when it is told to.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    model = load(MODEL)
    log.write(f'The service answers on port {PORT}\n')
    log.flush()
    ThreadingHTTPServer(('0.0.0.0', PORT), Handler).serve_forever()
