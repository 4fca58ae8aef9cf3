#!/bin/sh
set -e
cp "$(dirname "$0")/connect/compose.yaml" .
