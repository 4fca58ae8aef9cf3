#!/bin/sh
set -e
cp "$(dirname "$0")/alert/alerts.yml" .
