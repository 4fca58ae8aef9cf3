#!/bin/sh
set -e
python3 "$(dirname "$0")/timeline/timeline.py"
