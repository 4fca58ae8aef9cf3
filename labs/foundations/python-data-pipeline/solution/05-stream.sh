#!/bin/sh
set -e
cp "$(dirname "$0")/stream/"*.py etl/
