#!/bin/sh
# Somebody is to blame, it seems.
set -e
name=$(sed -n 's/^\[[0-9:]*\] \([A-Z][a-z]*\): the worker is up.*/\1/p' incident/chat.txt)
sed -i "s/The engineer on call/$name/" postmortem/report.md
