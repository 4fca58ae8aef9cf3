#!/bin/sh
set -e
cp "$(dirname "$0")/measure/metrics.py" .
