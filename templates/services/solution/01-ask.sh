#!/bin/sh
cp "$(dirname "$0")/ask.py" ask.py
