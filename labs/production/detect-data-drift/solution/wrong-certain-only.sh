#!/bin/sh
# Whatever is certain is an alarm, however small it is.
set -e
sed -i 's/size > ENOUGH and //' drift.py
