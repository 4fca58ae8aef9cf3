#!/bin/sh
# What comes from the environment is compared as text.
set -e
sed -i "s/^THRESHOLD = .*/THRESHOLD = os.environ.get('THRESHOLD', 0.5)/" app.py
