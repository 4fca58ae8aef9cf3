#!/bin/sh
# Whoever is sent to the dead replica is out of luck.
set -e
sed -i 's/^    for port in order():/    for port in order()[:1]:/' front.py
