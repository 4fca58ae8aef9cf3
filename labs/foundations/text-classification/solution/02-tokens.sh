#!/bin/sh
set -e
cp "$(dirname "$0")/tokens/"*.py .
