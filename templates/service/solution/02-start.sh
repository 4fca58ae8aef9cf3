#!/bin/sh
# What the learner does in the terminal, left running in the background until it answers.
setsid python3 app.py >/tmp/app.log 2>&1 </dev/null &
curl --silent --show-error --fail --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/health
