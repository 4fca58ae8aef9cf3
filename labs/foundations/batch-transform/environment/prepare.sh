#!/bin/sh
# An object store and a model of this learner's own.
set -e
python3 /opt/store/store.py "$LAB_SEED"
