"""A small model behind a web address: it is told a distance and answers how long the delivery takes.

Start it with:  python3 service.py          It then answers on port 8080, until Ctrl+C.
"""
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# What training found out: every delivery takes `base` hours, and `per_km` hours more for each kilometre.
with open(os.environ.get('MODEL', 'model.json'), encoding='utf-8') as file:
    MODEL = json.load(file)


def estimate(km):
    """Hours that a delivery over this distance takes, by the model."""
    return MODEL['per_km'] * km


# The web server around it. Nothing below needs a change.
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        try:
            km = float(parse_qs(url.query)['km'][0])
        except (KeyError, ValueError):
            self.reply(400, {'error': 'ask like this: /estimate?km=60'})
            return
        if url.path != '/estimate':
            self.reply(404, {'error': 'there is only /estimate?km=60 here'})
            return
        self.reply(200, {'km': km, 'hours': round(estimate(km), 6)})

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
    try:
        ThreadingHTTPServer(('0.0.0.0', port), Handler).serve_forever()
    except KeyboardInterrupt:
        print('Stopped.')
