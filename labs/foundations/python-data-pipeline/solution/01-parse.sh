#!/bin/sh
set -e
cp "$(dirname "$0")/parse/"*.py etl/
