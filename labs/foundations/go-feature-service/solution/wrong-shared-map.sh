#!/bin/sh
# Get locks, and then hands out the very map that it guards.
set -e
sed -i 's/return copied(features), ok/return features, ok/' store/store.go
