#!/bin/sh
# Five errors in a hundred are too many, whoever is to blame.
set -e
sed -i 's/    if found > usual + options.margin:/    if found > options.margin:/' rollout.py
