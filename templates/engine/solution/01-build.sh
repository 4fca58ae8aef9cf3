#!/bin/sh
set -e
cp "$(dirname "$0")/build/Dockerfile" Dockerfile
docker build --quiet --tag greeter .
