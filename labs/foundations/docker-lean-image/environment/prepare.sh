#!/bin/sh
# Tickets, packages and a token of this learner's own.
set -e
python3 /opt/stock/stock.py "$LAB_SEED"
