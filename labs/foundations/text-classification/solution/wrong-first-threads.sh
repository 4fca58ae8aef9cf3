#!/bin/sh
# Whole threads, and always those with the smallest numbers.
set -e
sed -i -e '/random.Random(seed).shuffle(threads)/d' data.py
! grep -q shuffle data.py
