#!/bin/sh
set -e
cp "$(dirname "$0")/limit/server.py" .
