"""The learner's service, Prometheus and Alertmanager, run from a copy of their folder on ports that nobody else uses."""
import http.client
import json
import os
import re
import shutil
import socket
import tempfile
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import lab

PATIENCE = 40


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def ask(port, path, document=None, headers=None, timeout=20):
    """Status and text. Status 0 where there is no answer; the text then says why."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    try:
        body = document if document is None or isinstance(document, str) else json.dumps(document)
        connection.request('GET' if body is None else 'POST', path, body=body, headers={'Content-Type': 'application/json', 'Connection': 'close', **(headers or {})})
        response = connection.getresponse()
        return response.status, response.read().decode(errors='replace')
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error) or type(error).__name__
    finally:
        connection.close()


class Stack:
    """A context manager. What it starts ends with it."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='stack-', dir='/tmp')
        os.chown(self.folder, *(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':')))
        copied = lab.as_learner(['sh', '-c', 'cp *.py *.yml "$1"', 'sh', self.folder])
        if not copied:
            lab.require('Your files can be copied', False, expected='service.py, prometheus.yml and the others', found=copied.err.strip())
        self.running, self.ports = [], {}
        return self

    def __exit__(self, *_):
        for process in self.running:
            process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, text):
        """Written as the learner, and at once: who watches the file never sees half of it."""
        lab.as_learner(['sh', '-c', 'cat > "$1.new" && mv "$1.new" "$1"', 'sh', f'{self.folder}/{name}'], input=text)

    def start(self, command, port, path, what, **hints):
        process = lab.spawn(command, as_learner=True, cwd=self.folder)
        self.running.append(process)
        until = time.monotonic() + PATIENCE
        while ask(port, path)[0] != 200:
            if not process.running or time.monotonic() > until:
                said = [line for line in (process.err + process.out).strip().splitlines() if re.search('level=error|Error|error', line)]
                lab.require(f'{what} starts', False, expected=f'GET {path} answers 200', found=(said[-1] if said else process.err.strip() or 'nothing answers')[-400:], **hints)
            time.sleep(0.1)
        return process

    def service(self):
        """Port of the learner's service, with the check's model in it."""
        with open(lab.data('watched_model.py'), encoding='utf-8') as file:
            self.write('model.py', file.read())
        port = free_port()
        self.start(['python3', 'service.py', str(port)], port, '/health', 'service.py', file='service.py', hint='Run `sh start.sh`, and look into /tmp/model-1.log.')
        return port

    def prometheus(self, targets, alertmanager=None):
        """Port of a Prometheus with the learner's configuration, which finds these ports in targets.json."""
        self.point(targets)
        if alertmanager:
            self.change('prometheus.yml', 9093, alertmanager, 'Prometheus is told where Alertmanager is', 'Under `alerting:` `alertmanagers:` a static target `localhost:9093`.')
        good = lab.as_learner(['promtool', 'check', 'config', 'prometheus.yml'], cwd=self.folder)
        lab.require('promtool check config prometheus.yml finds nothing wrong', bool(good), expected='SUCCESS', found=(good.err + good.out).strip()[-400:], file='prometheus.yml')
        port = free_port()
        self.start(['prometheus', '--config.file=prometheus.yml', '--storage.tsdb.path=data', f'--web.listen-address=127.0.0.1:{port}'], port, '/-/ready', 'Prometheus', file='prometheus.yml')
        return port

    def point(self, ports):
        self.write('targets.json', json.dumps([{'targets': [f'localhost:{port}' for port in ports]}]))

    def alertmanager(self, receiver):
        """Port of an Alertmanager with the learner's configuration, whose messages go to that port."""
        self.change('alertmanager.yml', 9300, receiver, 'Alertmanager is told where to send alerts', 'A receiver has `webhook_configs: [{url: http://localhost:9300/page}]`.')
        good = lab.as_learner(['amtool', 'check-config', 'alertmanager.yml'], cwd=self.folder)
        lab.require('amtool check-config alertmanager.yml finds nothing wrong', bool(good), expected='SUCCESS', found=(good.err + good.out).strip()[-400:], file='alertmanager.yml')
        port = free_port()
        self.start(['prometheus-alertmanager', '--config.file=alertmanager.yml', '--storage.path=told', '--cluster.listen-address=', f'--web.listen-address=127.0.0.1:{port}'], port, '/-/ready', 'Alertmanager', file='alertmanager.yml')
        return port

    def change(self, name, port, other, what, hint):
        """Puts another port into the copy of a file, wherever the file names that one."""
        text = lab.as_learner(['cat', f'{self.folder}/{name}']).out
        pattern = rf'(localhost|127\.0\.0\.1):{port}\b'
        lab.require(what, re.search(pattern, re.sub('#.*', '', text)) is not None, expected=f'localhost:{port}', found=f'not in {name}', file=name, hint=hint)
        self.write(name, re.sub(pattern, f'127.0.0.1:{other}', text))


def value(port, query):
    """What Prometheus says: {labels as a sorted tuple: number}. Empty where nothing fits or it does not answer."""
    status, text = ask(port, '/api/v1/query?' + urllib.parse.urlencode({'query': query}))
    if status != 200:
        return {}
    return {tuple(sorted(series['metric'].items())): float(series['value'][1]) for series in json.loads(text)['data']['result']}


def number(port, query):
    """The only number that a query gives, or None."""
    found = list(value(port, query).values())
    return found[0] if len(found) == 1 else None


def wait(seconds, function):
    """The first true result within so many seconds, else the last one."""
    until = time.monotonic() + seconds
    while not (result := function()) and time.monotonic() < until:
        time.sleep(0.2)
    return result


class Receiver:
    """A context manager: where alerts arrive. `told` holds (path, message) in their order."""

    def __enter__(self):
        told = self.told = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
                try:
                    told.append((self.path, json.loads(body)))
                except ValueError:
                    told.append((self.path, {}))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                """Says nothing."""

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_port
        return self

    def __exit__(self, *_):
        self.server.shutdown()

    def alerts(self, name, status=None):
        """(path, alert) of every alert of that name, once for each message it was in."""
        return [(path, alert) for path, message in list(self.told) for alert in message.get('alerts', [])
                if alert['labels'].get('alertname') == name and status in (None, alert['status'])]
