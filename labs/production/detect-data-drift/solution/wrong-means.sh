#!/bin/sh
# Compares means, by a test of means.
set -e
sed -i -e 's/ks_2samp/ttest_ind/g' drift.py
