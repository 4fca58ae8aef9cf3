#!/bin/sh
set -e
cp "$(dirname "$0")/close/compose.yaml" .
