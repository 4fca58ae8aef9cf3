#!/bin/sh
set -e
cp -r "$(dirname "$0")/package/." .
git commit --quiet --all --message 'Package the model under its commit'
git push --quiet
