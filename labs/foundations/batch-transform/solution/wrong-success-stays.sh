#!/bin/sh
# An old _SUCCESS stays while the output changes.
set -e
sed -i -e '/^    if os.path.exists(done):/,+1d' score.py
