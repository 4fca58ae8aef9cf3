#!/bin/sh
# The code is copied before the packages are installed.
set -e
sed -i 's/^COPY requirements.txt \(.*\)$/COPY app.py requirements.txt \1/' Dockerfile
