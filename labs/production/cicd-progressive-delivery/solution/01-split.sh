#!/bin/sh
set -e
cp "$(dirname "$0")/split/haproxy.cfg" .
