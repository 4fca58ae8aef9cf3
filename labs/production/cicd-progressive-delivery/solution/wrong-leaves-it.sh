#!/bin/sh
# Says that the canary is bad, and leaves it where it is.
set -e
sed -i '/^            traffic.set_share(0)/d' rollout.py
