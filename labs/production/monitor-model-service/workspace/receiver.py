"""Where alerts arrive: http://localhost:9300/page and http://localhost:9300/ticket. Prints them. Not yours to change."""
import json
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        print(f"{time.strftime('%H:%M:%S')} {self.path[1:]:6} {len(told['alerts'])} in one message", flush=True)
        for alert in told['alerts']:
            print(f"         {alert['status']:8} {alert['labels'].get('alertname')}: {alert['annotations'].get('summary', 'no summary')}", flush=True)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


HTTPServer(('127.0.0.1', 9300), Handler).serve_forever()
