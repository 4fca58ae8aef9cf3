#!/bin/sh
# Too much to do is told as an error of the program.
set -e
sed -i 's/, 503, headers=/, 500, headers=/' server.py
