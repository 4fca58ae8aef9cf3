"""Says which team a ticket belongs to.

  GET /health                      is the model there?
  POST /route  {"text": "..."}     {"team": "billing"}
"""
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import teamscore

PORT = int(os.environ.get('PORT', '8080'))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply(*((200, {'status': 'ok'}) if self.path == '/health' else (404, {'error': 'only /health and /route'})))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        try:
            text = str(json.loads(body)['text'])
        except (ValueError, KeyError, TypeError):
            self.reply(400, {'error': 'send {"text": "..."}'})
        else:
            self.reply(200, {'team': teamscore.best(model, text)})

    def reply(self, status, answer):
        print(self.command, self.path, status, flush=True)
        body = (json.dumps(answer) + '\n').encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing: reply() prints what is worth it."""


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with open('model.json', encoding='utf-8') as file:
        model = json.load(file)
    ThreadingHTTPServer(('0.0.0.0', PORT), Handler).serve_forever()
