#!/bin/sh
# Everybody may wait.
set -e
sed -i 's/^MOST_WAITING = .*/MOST_WAITING = 1_000_000/' server.py
