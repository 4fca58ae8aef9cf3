#!/bin/sh
# An alert that could not be delivered is a line in a log that nobody reads.
set -e
sed -i 's/^        sys.exit(1)/        pass/' watch.py
