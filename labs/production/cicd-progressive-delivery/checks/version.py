"""A version of the service, as checks need it: python3 version.py NAME PORT FOLDER STAMP. Files in FOLDER say how it behaves.

every: each so-many-th answer is a 500; after: only from that many answers on; sick: /health says 503.
"""
import itertools
import json
import os
import sys
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

name, port, folder, stamp = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
numbers = itertools.count(1)


def setting(what):
    try:
        with open(os.path.join(folder, what), encoding='ascii') as file:
            return int(file.read())
    except FileNotFoundError:
        return 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path == '/health':
            return self.reply(503 if setting('sick') else 200)
        if address.path == '/slow':
            time.sleep(float(urllib.parse.parse_qs(address.query)['seconds'][0]))
            return self.reply(200)
        if address.path != '/predict':
            return self.reply(404)
        number, every = next(numbers), setting('every')
        return self.reply(500 if every and number > setting('after') and number % every == 0 else 200)

    def reply(self, status):
        body = json.dumps({'version': name, 'stamp': stamp}).encode()
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
