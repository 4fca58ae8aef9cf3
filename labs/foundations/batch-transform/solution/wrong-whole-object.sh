#!/bin/sh
# Each object is one call, however large it is.
set -e
sed -i 's/^BATCH = 200/BATCH = 1000000/' score.py
