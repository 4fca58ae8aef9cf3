#!/bin/sh
# What the learner does in the terminal, left running in the background.
setsid python3 app.py >/tmp/app.log 2>&1 </dev/null &
