#!/bin/sh
# Services ask each other at ports of the machine.
set -e
sed -i -e 's/6379:6379/16379:6379/' -e 's/cache:6379/cache:16379/' compose.yaml
