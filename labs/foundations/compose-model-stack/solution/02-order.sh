#!/bin/sh
set -e
cp "$(dirname "$0")/order/compose.yaml" .
