#!/bin/sh
set -e
cp "$(dirname "$0")/test/test_parse.py" tests/
