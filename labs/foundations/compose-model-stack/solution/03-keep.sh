#!/bin/sh
set -e
cp "$(dirname "$0")/keep/compose.yaml" .
