#!/bin/sh
# One replica does all the work, and the others are there for when it dies.
set -e
sed -i 's/(resting\[port\] > time.monotonic(), busy\[port\])/(resting[port] > time.monotonic(), port)/' front.py
