#!/bin/sh
set -e
cp "$(dirname "$0")/store/store.go" store/
