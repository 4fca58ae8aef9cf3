#!/bin/sh
# A restart wakes somebody.
set -e
sed -i '/alert: ModelGone/,/labels/{/for: 10s/d}' alerts.yml
