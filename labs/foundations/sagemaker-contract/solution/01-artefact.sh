#!/bin/sh
set -e
here=$(dirname "$0")
cp "$here/artefact/train.py" train.py
python3 train.py
