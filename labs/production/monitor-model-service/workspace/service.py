"""Serves the model:  python3 service.py PORT

  POST /predict {"row": [1, 2, 3, 4]}   200 {"score": 2.0}, 400 where the question makes no sense, 500 where the model fails
  GET /health                           200
  GET /metrics                          step 1
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import model


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
        return self.reply(404, {'error': 'no such page'})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        if self.path.partition('?')[0] != '/predict':
            return self.reply(404, {'error': 'no such page'})
        status, answer = predict(body)
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
