#!/bin/sh
# It is examined with what it learned from.
set -e
sed -i -e 's/for message in held\]/for message in learned]/g' train.py
! grep -q 'in held\]' train.py
