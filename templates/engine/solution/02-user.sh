#!/bin/sh
set -e
cp "$(dirname "$0")/user/Dockerfile" Dockerfile
docker build --quiet --tag greeter .
