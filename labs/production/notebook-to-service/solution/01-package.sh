#!/bin/sh
set -e
cp "$(dirname "$0")/package/__init__.py" rent/
python3 -m rent train data/train.csv model.json
