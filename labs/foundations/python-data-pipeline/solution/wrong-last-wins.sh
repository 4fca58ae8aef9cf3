#!/bin/sh
# Whatever comes last replaces what was there, older or newer.
set -e
sed -i '/^WHERE excluded.revision/d' etl/load.py
