#!/bin/sh
set -e
cp "$(dirname "$0")/cache/Dockerfile" .
docker build --quiet --tag tickets .
