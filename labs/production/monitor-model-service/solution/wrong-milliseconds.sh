#!/bin/sh
# Times in milliseconds.
set -e
sed -i 's/SECONDS.observe(\(.*\))$/SECONDS.observe(1000 * (\1))/' service.py
