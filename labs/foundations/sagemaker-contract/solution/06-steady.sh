#!/bin/sh
set -e
here=$(dirname "$0")
cp "$here/steady/app.py" app.py
cp "$here/steady/serve" serve
chmod +x serve
