#!/bin/sh
set -e
install -m 0644 "$(dirname "$0")/log/"* .
docker build --quiet --tag reviews .
