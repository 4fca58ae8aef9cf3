"""Who gets which share of the traffic?  python3 traffic.py [PERCENT]   PERCENT: the canary's share from now on. ADMIN: HAProxy's socket."""
import os
import socket
import sys

BACKEND = 'versions'


def command(text):
    """What HAProxy answers to one command of its runtime API."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ.get('ADMIN', '/tmp/haproxy.sock'))
        connection.sendall(text.encode() + b'\n')
        answer = b''
        while part := connection.recv(65536):
            answer += part
    return answer.decode().strip()


def set_share(percent):
    """Gives the canary so many percent of new requests, and the stable version the rest."""
    raise NotImplementedError('step 2')


def servers():
    """{'stable': {'requests': 90, 'errors': 0, 'weight': 90, 'status': 'UP', 'current': 2}, 'canary': ...}

    requests: answered so far, errors: how many of them were 5xx, current: how many are being answered now.
    """
    raise NotImplementedError('step 2')


if __name__ == '__main__':
    if len(sys.argv) > 1:
        set_share(int(sys.argv[1]))
    for name, numbers in servers().items():
        print(name, numbers)
