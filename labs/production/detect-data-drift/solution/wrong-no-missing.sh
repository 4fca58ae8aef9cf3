#!/bin/sh
# What is missing is left out, and with it that it is missing.
set -e
sed -i "/^        tests.append((name, \*shares/d" drift.py
