#!/bin/sh
# Half of all people are the first few.
set -e
sed -i -e 's/weight 90/weight 50/' -e 's/weight 10/weight 50/' haproxy.cfg
