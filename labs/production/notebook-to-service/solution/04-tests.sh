#!/bin/sh
set -e
cp "$(dirname "$0")/tests/test_rent.py" tests/
