#!/bin/sh
# Fills the gaps in the flats that it was given, which are somebody else's.
set -e
sed -i "s/^    area = numpy.minimum(\\[flat/    for flat in flats:\\n        flat['rooms'] = usual_rooms if flat['rooms'] is None else flat['rooms']\\n&/" rent/__init__.py
python3 -m rent train data/train.csv model.json
