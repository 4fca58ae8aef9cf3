#!/bin/sh
set -e
cp "$(dirname "$0")/build/"* .
docker build --quiet --tag reviews .
