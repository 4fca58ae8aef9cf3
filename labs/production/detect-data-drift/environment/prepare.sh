#!/bin/sh
set -e
python3 /opt/trips/trips.py "$LAB_SEED"
