#!/bin/sh
# What clients do wrong is an error, too.
set -e
sed -i 's/code=~"5.."/code!="200"/' red.yml
