#!/bin/sh
# The API waits until the cache was started, not until it is ready.
set -e
sed -i -e 's/cache: {condition: service_healthy}/- cache/' compose.yaml
