#!/bin/sh
set -e
here=$(dirname "$0")
cp "$here/invocations/app.py" app.py
