#!/bin/sh
# The seed is written into the program.
set -e
sed -i -e 's/manual_seed(seed)/manual_seed(42)/' network.py
grep -q 'manual_seed(42)' network.py
