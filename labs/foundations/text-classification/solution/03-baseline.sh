#!/bin/sh
set -e
cp "$(dirname "$0")/baseline/"*.py .
