#!/bin/sh
set -e
cp "$(dirname "$0")/scrape/prometheus.yml" .
