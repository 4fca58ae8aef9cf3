#!/bin/sh
# The healthcheck is content with a port that is open.
set -e
cat >health.py <<'END'
import os
import socket

socket.create_connection(('127.0.0.1', int(os.environ.get('PORT', '8080'))), timeout=2).close()
END
