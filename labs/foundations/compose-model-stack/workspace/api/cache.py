"""A few words of Redis's language: https://redis.io/docs/latest/develop/reference/protocol-spec/"""
import socket
from urllib.parse import urlsplit


class Cache:
    """`url`: redis://HOST:PORT. Each command takes a connection of its own, so a cache that was away is found again."""

    def __init__(self, url):
        place = urlsplit(url)
        self.host, self.port = place.hostname, place.port or 6379

    def send(self, *words):
        """What the cache answers to a command: a text, a number, or None where it has nothing. Raises OSError where it does not answer."""
        with socket.create_connection((self.host, self.port), timeout=3) as connection:
            parts = [str(word).encode() for word in words]
            connection.sendall(b'*%d\r\n' % len(parts) + b''.join(b'$%d\r\n%s\r\n' % (len(part), part) for part in parts))
            with connection.makefile('rb') as answer:
                line = answer.readline().decode().strip()
                if line[:1] == '+':
                    return line[1:]
                if line[:1] == ':':
                    return int(line[1:])
                if line[:1] == '$':
                    return None if line == '$-1' else answer.read(int(line[1:])).decode()
                raise OSError(line[1:] or 'the connection was closed')
