#!/bin/sh
set -e
cp "$(dirname "$0")/retire/retire.py" .
