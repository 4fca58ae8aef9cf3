#!/bin/sh
set -e
cp "$(dirname "$0")/red/red.yml" .
