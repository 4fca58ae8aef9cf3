#!/bin/sh
# Every package has the same name, and the last one wins.
set -e
sed -i "s/model-{commit}.tar.gz'$/model-latest.tar.gz'/" package.py
sed -i 's/model-$CI_COMMIT_SHA/model-latest/' .gitlab-ci.yml
git commit --quiet --all --message 'Deliver the latest model'
git push --quiet
