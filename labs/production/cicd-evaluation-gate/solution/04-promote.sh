#!/bin/sh
set -e
cp "$(dirname "$0")/promote/promote.py" .
