#!/bin/sh
set -e
cp "$(dirname "$0")/chance/drift.py" .
