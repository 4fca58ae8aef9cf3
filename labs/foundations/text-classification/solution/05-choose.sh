#!/bin/sh
set -e
cp "$(dirname "$0")/choose/"*.py .
