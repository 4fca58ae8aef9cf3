#!/bin/sh
# The split is seeded, the forest is not: looks reproducible, is not.
sed -i 's/max_depth=6, random_state=SEED/max_depth=6/' train.py
python3 train.py
