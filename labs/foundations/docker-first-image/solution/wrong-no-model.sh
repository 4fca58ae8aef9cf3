#!/bin/sh
# Only the code is copied.
set -e
sed -i 's/COPY app.py model.json/COPY app.py/' Dockerfile
