#!/bin/sh
# A baseline that may forget what is rare.
set -e
sed -i -e "s/, class_weight='balanced'//" baseline.py
! grep -q class_weight baseline.py
