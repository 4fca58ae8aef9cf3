#!/bin/sh
set -e
cp -r "$(dirname "$0")/train/." .
git commit --quiet --all --message 'Train in the pipeline, with a fixed seed'
git push --quiet
