#!/bin/sh
# Bins of equal width: nearly all of a skewed column lies in the first.
set -e
sed -i 's/^    edges = .*/    edges = numpy.linspace(min(reference), max(reference), bins + 1)[1:-1]/' drift.py
