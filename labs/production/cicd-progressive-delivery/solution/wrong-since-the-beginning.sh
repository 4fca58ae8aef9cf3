#!/bin/sh
# Judges by all that the canary ever answered.
set -e
sed -i "s/rate(now, before, 'canary')/rate(now, begin, 'canary')/" rollout.py
