#!/bin/sh
# The order of words is that of a set.
set -e
sed -i -e "s/\*sorted(known, key=.*)\]/*set(known)]/" tokens.py
grep -q 'set(known)' tokens.py
