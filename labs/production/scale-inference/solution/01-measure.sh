#!/bin/sh
set -e
cp "$(dirname "$0")/measure/load.py" .
