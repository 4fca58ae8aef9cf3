#!/bin/sh
# Counts how often a word occurs, not how many messages have it.
set -e
sed -i -e 's/for token in set(tokenize(text)))/for token in tokenize(text))/' tokens.py
grep -q 'in tokenize(text))' tokens.py
