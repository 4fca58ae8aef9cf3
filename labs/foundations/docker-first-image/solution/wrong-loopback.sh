#!/bin/sh
# The service can be reached from its own container only.
set -e
sed -i "s/('0.0.0.0', PORT)/('127.0.0.1', PORT)/" app.py
