#!/bin/sh
set -e
install -m 0644 "$(dirname "$0")/configure/"* .
docker build --quiet --tag reviews .
