#!/bin/sh
# Only the top of the prefix is listed.
set -e
sed -i 's/^    for place, _, names in os.walk(folder):/&\n        if place != folder:\n            break/' score.py
