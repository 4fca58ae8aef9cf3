#!/bin/sh
set -e
here=$(dirname "$0")
cp "$here/ready/app.py" app.py
