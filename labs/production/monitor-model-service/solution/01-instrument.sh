#!/bin/sh
set -e
cp "$(dirname "$0")/instrument/service.py" .
