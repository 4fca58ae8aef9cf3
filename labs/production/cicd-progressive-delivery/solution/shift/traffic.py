"""Who gets which share of the traffic?  python3 traffic.py [PERCENT]   PERCENT: the canary's share from now on. ADMIN: HAProxy's socket."""
import csv
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
    if not 0 <= percent <= 100:
        raise ValueError(f'{percent} is no percentage')
    # The one that gets more first, so that there is always one with a weight.
    shares = {'stable': 100 - percent, 'canary': percent}
    for name in sorted(shares, key=shares.get, reverse=True):
        complaint = command(f'set weight {BACKEND}/{name} {shares[name]}')
        if complaint:
            raise RuntimeError(complaint)


def servers():
    """{'stable': {'requests': 90, 'errors': 0, 'weight': 90, 'status': 'UP', 'current': 2}, 'canary': ...}

    requests: answered so far, errors: how many of them were 5xx, current: how many are being answered now.
    """
    found = {}
    for row in csv.DictReader(command('show stat').removeprefix('# ').splitlines()):
        if row['pxname'] == BACKEND and row['svname'] not in ('FRONTEND', 'BACKEND'):
            answered = sum(int(row[f'hrsp_{kind}'] or 0) for kind in ('1xx', '2xx', '3xx', '4xx', '5xx', 'other'))
            found[row['svname']] = {'requests': answered, 'errors': int(row['hrsp_5xx'] or 0), 'weight': int(row['weight']), 'status': row['status'],
                                    'current': int(row['scur'])}
    return found


if __name__ == '__main__':
    if len(sys.argv) > 1:
        set_share(int(sys.argv[1]))
    for name, numbers in servers().items():
        print(name, numbers)
