#!/bin/sh
# Five in a hundred, for each column, each day.
set -e
sed -i 's/p < CHANCE \/ len(NUMBERS)/p < 0.05/' drift.py
