#!/bin/sh
set -e
cp "$(dirname "$0")/shift/"*.py .
