#!/bin/sh
set -e
cp "$(dirname "$0")/batch/server.py" .
