#!/bin/sh
set -e
cp "$(dirname "$0")/deliver/prometheus.yml" "$(dirname "$0")/deliver/alertmanager.yml" .
