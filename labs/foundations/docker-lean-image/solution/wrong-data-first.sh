#!/bin/sh
# The tickets are there before the packages are.
set -e
sed -i -e '/^COPY data/d' -e 's/^COPY wheels.*/&\nCOPY data\/ data\//' Dockerfile
