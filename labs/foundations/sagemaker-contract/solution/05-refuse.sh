#!/bin/sh
set -e
here=$(dirname "$0")
cp "$here/refuse/app.py" app.py
