#!/bin/sh
# The volume is mounted where a package of Debian would keep the data.
set -e
sed -i -e 's/kept:\/data/kept:\/var\/lib\/redis/' compose.yaml
