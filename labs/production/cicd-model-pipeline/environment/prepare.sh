#!/bin/sh
# Makes the learner's folder a repository with a history of one commit, on the lab's own Git server.
set -e
python3 /opt/plant/plant.py "$LAB_SEED"
printf '%s\n' build/ dist/ __pycache__/ .pytest_cache/ '*.pyc' >.gitignore
git init --quiet --initial-branch=main
git config user.name Learner
git config user.email learner@lab.example
git add .
git commit --quiet --message 'Start the pump model'
git remote add origin git://ci/model.git
git push --quiet --force --set-upstream origin main
