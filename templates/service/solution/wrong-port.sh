#!/bin/sh
# Started on a port nobody asks.
setsid python3 app.py 9090 >/tmp/app.log 2>&1 </dev/null &
curl --silent --show-error --fail --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:9090/health
