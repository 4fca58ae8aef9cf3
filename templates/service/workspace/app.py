"""A small service: it is told hours, and answers what they cost. Start it with: python3 app.py [PORT]"""
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# The file with what training found out.
MODEL = os.environ.get('MODEL', 'model.json')


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == '/price':
            with open(MODEL, encoding='utf-8') as file:
                model = json.load(file)
            hours = float(parse_qs(url.query).get('hours', ['1'])[0])
            self.reply(200, {'price': model['base'] + model['rate'] * hours})
        else:
            self.reply(404, {'error': 'ask like this: /price?hours=3'})

    def reply(self, status, answer):
        body = (json.dumps(answer) + '\n').encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == '__main__':
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    print(f'The service answers on port {port}. Ctrl+C stops it.', flush=True)
    ThreadingHTTPServer(('0.0.0.0', port), Handler).serve_forever()
