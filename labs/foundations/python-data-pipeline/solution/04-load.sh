#!/bin/sh
set -e
rm -f readings.db
cp "$(dirname "$0")/load/"*.py etl/
