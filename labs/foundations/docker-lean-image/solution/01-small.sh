#!/bin/sh
set -e
cp "$(dirname "$0")/small/Dockerfile" .
docker build --quiet --tag tickets .
