#!/bin/sh
cp "$(dirname "$0")/app.py" app.py
