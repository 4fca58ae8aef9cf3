#!/bin/sh
set -e
python3 /opt/flats/flats.py "$LAB_SEED"
