#!/bin/sh
# Started on a port nobody asks.
setsid python3 app.py 9090 >/tmp/app.log 2>&1 </dev/null &
