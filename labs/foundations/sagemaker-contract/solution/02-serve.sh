#!/bin/sh
set -e
here=$(dirname "$0")
cp "$here/serve/app.py" app.py
cp "$here/serve/serve" serve
chmod +x serve
