#!/bin/sh
# First the sum, and then by how much it grows: a restart is a jump.
set -e
sed -i 's/^        expr: sum by (job) (rate(\(.*\)\[20s\]))$/        expr: deriv(sum by (job) (\1)[20s:1s])/' red.yml
