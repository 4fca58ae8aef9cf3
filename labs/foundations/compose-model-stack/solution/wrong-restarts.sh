#!/bin/sh
# The API crashes until its cache is there.
set -e
sed -i -e 's/^    depends_on:/    restart: always/' -e '/condition: service_healthy/d' compose.yaml
