#!/bin/sh
set -e
cp "$(dirname "$0")/contract/request.schema.json" contract/
