#!/bin/sh
# Two networks, and each knows the way to the other.
set -e
sed -i -e 's/back: {internal: true}/back: {}/' compose.yaml
