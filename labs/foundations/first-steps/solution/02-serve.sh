#!/bin/sh
# What the learner does in the terminal, left running in the background.
setsid python3 service.py >/tmp/service.log 2>&1 </dev/null &
curl --silent --show-error --fail --retry 20 --retry-connrefused --retry-delay 1 'http://127.0.0.1:8080/estimate?km=60'
