#!/bin/sh
# Looks for what happened the last time, and for nothing else.
set -e
sed -i "s/^    if samples\[-1\]\['oldest_age_s'\] > TOO_OLD_S:/    if samples[-1]['restarts_total'] - samples[max(-5, -len(samples))]['restarts_total'] > 10:/" alerts.py
