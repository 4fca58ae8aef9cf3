"""A replica of the check's own: tells the metrics that it is told to."""
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Replica:
    """A context manager. `count` is what it counts; `stop()` takes it away."""

    def __init__(self, count):
        self.count = count

    def __enter__(self):
        replica = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                found = self.path.partition('?')[0] == '/metrics'
                body = f'# TYPE predictions_total counter\npredictions_total{{code="200"}} {replica.count}\n'.encode()
                self.send_response(200 if found else 404)
                self.send_header('Content-Type', 'text/plain; version=0.0.4')
                self.send_header('Content-Length', str(len(body) if found else 0))
                self.end_headers()
                if found:
                    self.wfile.write(body)

            def log_message(self, *_):
                """Says nothing."""

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def __exit__(self, *_):
        self.stop()
