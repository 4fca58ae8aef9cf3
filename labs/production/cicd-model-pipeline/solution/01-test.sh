#!/bin/sh
set -e
cp -r "$(dirname "$0")/test/." .
git commit --quiet --all --message 'Run the tests, and convert temperatures right'
git push --quiet
