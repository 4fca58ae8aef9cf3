#!/bin/sh
cp "$(dirname "$0")/failed.sh" failed.sh
