"""Predicts prices. Not yours to change:  python3 service.py VERSION PORT [EVERY]

  GET /predict            {"version": "v1", "price": 12.5}; with EVERY, each so-many-th answer is a 500
  GET /slow?seconds=2     the same, after a while
  GET /health             200
SIGTERM ends it at once, whoever is being answered.
"""
import itertools
import json
import sys
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

version, port = sys.argv[1], int(sys.argv[2])
every = int(sys.argv[3]) if len(sys.argv) > 3 else 0
numbers = itertools.count(1)


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path == '/health':
            return self.reply(200, {'version': version})
        if address.path == '/slow':
            time.sleep(float(urllib.parse.parse_qs(address.query)['seconds'][0]))
        elif every and next(numbers) % every == 0:
            return self.reply(500, {'version': version, 'error': 'division by zero'})
        return self.reply(200, {'version': version, 'price': 12.5})

    def reply(self, status, answer):
        body = json.dumps(answer).encode() + b'\n'
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


Server(('127.0.0.1', port), Handler).serve_forever()
