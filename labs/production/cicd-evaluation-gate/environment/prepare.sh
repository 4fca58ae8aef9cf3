#!/bin/sh
set -e
python3 /opt/parcels/parcels.py "$LAB_SEED"
