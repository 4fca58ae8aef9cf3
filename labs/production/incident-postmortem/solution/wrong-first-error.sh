#!/bin/sh
# The first error in the log gets the blame, and it went away by itself.
set -e
first=$(grep -m 1 ERROR incident/worker.log | sed 's/.*job \([^:]*\):.*/\1/')
sed -i "s/^cause: .*/cause: $first/" postmortem/timeline.yaml
