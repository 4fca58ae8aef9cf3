#!/bin/sh
# Only one of three generators gets a seed.
set -e
sed -i -e '/^    random.seed/d' -e '/^    numpy.random.seed/d' train.py
