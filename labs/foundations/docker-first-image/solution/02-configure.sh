#!/bin/sh
set -e
cp "$(dirname "$0")/configure/"* .
docker build --quiet --tag reviews .
