#!/bin/sh
# The cache is published, on one address.
set -e
sed -i -e 's/^    image: redis:7/&\n    ports: ["127.0.0.1:6379:6379"]/' compose.yaml
