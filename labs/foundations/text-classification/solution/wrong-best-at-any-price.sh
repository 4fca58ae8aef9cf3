#!/bin/sh
# The highest macro-F1, by however little.
set -e
sed -i -e 's/>= best - margin\]/>= best]/' evaluate.py
grep -q '>= best\]' evaluate.py
