#!/bin/sh
# The canary gets its weight, and the other one keeps its own.
set -e
sed -i "s/    shares = {'stable': 100 - percent, 'canary': percent}/    shares = {'canary': percent}/" traffic.py
