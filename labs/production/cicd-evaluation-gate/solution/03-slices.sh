#!/bin/sh
set -e
cp "$(dirname "$0")/slices/gate.py" .
