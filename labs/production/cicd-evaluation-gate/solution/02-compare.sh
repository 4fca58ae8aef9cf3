#!/bin/sh
set -e
cp "$(dirname "$0")/compare/gate.py" .
