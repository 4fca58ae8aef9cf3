#!/bin/sh
# An exception ends the program with 1, which is what a refusal ends with.
set -e
sed -i 's/^        code = 2/        code = 1/' promote.py
