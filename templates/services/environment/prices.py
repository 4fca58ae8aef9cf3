"""The price service. The prices are others at each start, so that none can be typed in."""
import json
import random
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PRICES = {thing: round(random.uniform(1, 9), 1) for thing in ('tea', 'coffee', 'cocoa')}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        thing = parse_qs(url.query).get('of', [''])[0]
        if url.path == '/health':
            self.reply(200, {'status': 'ok'})
        elif url.path == '/price' and thing in PRICES:
            self.reply(200, {'of': thing, 'price': PRICES[thing]})
        else:
            self.reply(404, {'error': f'ask for one of {", ".join(PRICES)}'})

    def reply(self, status, answer):
        body = (json.dumps(answer) + '\n').encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(('0.0.0.0', 8080), Handler).serve_forever()
