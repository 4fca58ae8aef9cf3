#!/bin/sh
set -e
cp "$(dirname "$0")/rollout/rollout.py" .
