#!/bin/sh
set -e
cp "$(dirname "$0")/kinds/drift.py" .
