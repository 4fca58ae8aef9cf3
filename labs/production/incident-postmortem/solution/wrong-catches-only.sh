#!/bin/sh
# Exceptions are caught, and it is taken for granted that there is somebody left to catch them.
set -e
sed -i 's/^    note(path)$/    pass/' worker.py
