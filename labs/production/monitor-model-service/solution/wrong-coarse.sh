#!/bin/sh
# Three buckets, none of which ends at the promise.
set -e
sed -i 's/buckets=(.*))$/buckets=(0.1, 1, 10))/' service.py
