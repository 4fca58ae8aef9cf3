#!/bin/sh
set -e
cp "$(dirname "$0")/serve/main.go" .
