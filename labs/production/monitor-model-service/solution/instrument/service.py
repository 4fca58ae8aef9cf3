"""Serves the model:  python3 service.py PORT

  POST /predict {"row": [1, 2, 3, 4]}   200 {"score": 2.0}, 400 where the question makes no sense, 500 where the model fails
  GET /health                           200
  GET /metrics                          what Prometheus wants to know
"""
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

import model

PREDICTIONS = Counter('predictions', 'Answers to POST /predict', ['code'])
# More edges where it matters: people were promised 0.25 s.
SECONDS = Histogram('prediction_seconds', 'Seconds from the question to the answer', buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6, 1, 2.5, 10))


def predict(body):
    """Status and answer to a question."""
    try:
        row = [float(value) for value in json.loads(body)['row']]
        if len(row) != 4:
            raise ValueError(f'{len(row)} numbers')
    except (ValueError, TypeError, KeyError):
        return 400, {'error': 'a row of four numbers is wanted'}
    try:
        return 200, {'score': model.score(row)}
    except Exception as error:
        return 500, {'error': str(error)}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/health':
            return self.reply(200, {'status': 'ok'})
        if self.path == '/metrics':
            return self.send(200, CONTENT_TYPE_LATEST, generate_latest())
        return self.reply(404, {'error': 'no such page'})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        if self.path.partition('?')[0] != '/predict':
            return self.reply(404, {'error': 'no such page'})
        begin = time.perf_counter()
        status, answer = predict(body)
        # Whatever came of it: what fails must be counted, and what fails slowly is slow, too.
        SECONDS.observe(time.perf_counter() - begin)
        PREDICTIONS.labels(str(status)).inc()
        return self.reply(status, answer)

    def reply(self, status, answer):
        self.send(status, 'application/json', json.dumps(answer).encode() + b'\n')

    def send(self, status, kind, body):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


if __name__ == '__main__':
    Server(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
