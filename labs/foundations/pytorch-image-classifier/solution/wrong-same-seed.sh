#!/bin/sh
# The seed is written into the program.
set -e
sed -i -e 's/seed(options.seed)/seed(42)/' train.py
