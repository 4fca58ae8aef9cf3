#!/bin/sh
# A PSI above 0.1 is an alarm, on a day of sixty trips as well.
set -e
sed -i 's/ and p < CHANCE \/ len(NUMBERS)//' drift.py
