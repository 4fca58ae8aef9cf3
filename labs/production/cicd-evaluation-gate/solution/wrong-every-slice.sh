#!/bin/sh
# Slices of twenty parcels are judged like those of two thousand.
set -e
sed -i "s/was\['rows'\] < policy\['min_slice_rows'\] or //" gate.py
