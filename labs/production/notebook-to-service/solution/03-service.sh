#!/bin/sh
set -e
cp "$(dirname "$0")/service/service.py" .
