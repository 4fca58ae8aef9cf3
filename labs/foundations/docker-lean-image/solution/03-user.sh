#!/bin/sh
set -e
cp "$(dirname "$0")/user/Dockerfile" .
docker build --quiet --tag tickets .
