#!/bin/sh
# Goes through all stages, and judges when everybody has met the canary.
set -e
sed -i 's/^        if reason:/        if reason and share == 100:/' rollout.py
