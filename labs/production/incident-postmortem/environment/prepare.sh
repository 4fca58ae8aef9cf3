#!/bin/sh
set -e
python3 /opt/outage/outage.py "$LAB_SEED"
