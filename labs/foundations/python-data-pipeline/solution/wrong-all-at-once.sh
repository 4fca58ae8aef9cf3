#!/bin/sh
# The file is read in one piece, and only then worked through.
set -e
sed -i -e 's/^        records = csv.reader(file)$/        records = iter(list(csv.reader(file)))/' etl/load.py
