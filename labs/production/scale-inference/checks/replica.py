"""A replica as checks need it: python3 replica.py PORT NAME"""
import itertools
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, name = int(sys.argv[1]), sys.argv[2]
questions, asked = itertools.count(1), [0]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply()

    def do_POST(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        asked[0] = next(questions)
        time.sleep(0.03)
        self.reply()

    def reply(self):
        body = json.dumps({'score': 1.0, 'by': name, 'asked': asked[0]}).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
    allow_reuse_address = True


Server(('127.0.0.1', port), Handler).serve_forever()
