#!/bin/sh
set -e
cp -r "$(dirname "$0")/evaluate/." .
git commit --quiet --all --message 'Refuse a model below the bar'
git push --quiet
