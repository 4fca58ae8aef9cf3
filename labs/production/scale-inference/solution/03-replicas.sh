#!/bin/sh
set -e
cp "$(dirname "$0")/replicas/front.py" .
