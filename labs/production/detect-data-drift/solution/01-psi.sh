#!/bin/sh
set -e
cp "$(dirname "$0")/psi/drift.py" .
