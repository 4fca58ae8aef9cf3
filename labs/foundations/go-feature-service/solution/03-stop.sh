#!/bin/sh
set -e
cp "$(dirname "$0")/stop/main.go" .
