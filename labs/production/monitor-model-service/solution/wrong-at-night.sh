#!/bin/sh
# One error of five people at night wakes somebody.
set -e
sed -i 's/ and job:predictions:rate20s >= 1//' alerts.yml
