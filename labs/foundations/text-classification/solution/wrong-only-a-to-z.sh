#!/bin/sh
# Letters are those of English.
set -e
sed -i -e '/^TOKEN/s/\[^\\W\\d_\]/[a-z]/g' tokens.py
grep -q '\[a-z\]' tokens.py
