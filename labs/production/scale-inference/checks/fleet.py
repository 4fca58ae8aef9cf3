"""Three replicas of the check's own, what is left where one was killed, and callers who go on asking."""
import collections
import os
import secrets
import signal
import socket
import threading
import time

import lab
from serving import ask, free_port


class Fleet:
    """A context manager: `ports`, `kill(number)`, `start(number)`, and `load(port)` for callers of a front."""

    def __enter__(self):
        self.ports, self.processes = [free_port() for _ in range(3)], {}
        # What a replica calls itself, nobody else knows.
        self.names_told = {secrets.token_hex(8): number for number in range(3)}
        for number in range(3):
            self.start(number)
        return self

    def __exit__(self, *_):
        for process in self.processes.values():
            process.stop()

    def start(self, number):
        self.processes[number] = lab.spawn(['python3', lab.data('replica.py'), str(self.ports[number]), list(self.names_told)[number]])
        until = time.monotonic() + 20
        while ask(self.ports[number], '/')[0] != 200:
            if time.monotonic() > until:
                lab.broken('a replica of the check does not start')
            time.sleep(0.05)

    def kill(self, number):
        os.kill(self.processes[number].pid, signal.SIGKILL)

    def asked(self):
        """How many questions the replicas got, all together."""
        return sum(lab.get(ask(port, '/')[1], 'asked') or 0 for port in self.ports)

    def load(self, port):
        return Load(port, self.names_told)

    @property
    def names(self):
        return ','.join(map(str, self.ports))


class Gone:
    """A context manager: takes the port of a replica that was killed, and breaks off whoever comes. `tries` counts them."""

    def __init__(self, port):
        self.tries, self._socket = 0, socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        until = time.monotonic() + 10
        while True:
            try:
                self._socket.bind(('127.0.0.1', port))
                break
            except OSError:
                # The killed one is on its way out.
                if time.monotonic() > until:
                    lab.broken('the port of a killed replica does not become free')
                time.sleep(0.01)
        self._socket.listen(64)
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.tries += 1
            caller.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Wakes the one who waits in accept, and closes.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class Load:
    """A context manager: six callers. `seen` counts by replica, `failed` holds what else came."""

    def __init__(self, port, names):
        self.port, self._names, self.seen, self.failed, self._go = port, names, collections.Counter(), [], True
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(6)]

    def _ask(self):
        while self._go:
            status, told, _ = ask(self.port, row=[1, 2, 3, 4])
            if status == 200 and lab.get(told, 'by') in self._names:
                self.seen[self._names[told['by']]] += 1
            else:
                self.failed.append(f'{status or "no answer"}: {told}')

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._go = False
        for thread in self._threads:
            thread.join(40)
