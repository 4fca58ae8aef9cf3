#!/bin/sh
# The draw of the forest is not part of the commit.
set -e
sed -i 's/, random_state=7//' train.py
git commit --quiet --all --message 'Train without a fixed draw'
git push --quiet
