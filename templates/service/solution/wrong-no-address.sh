#!/bin/sh
# The address is another one.
sed "s#'/health'#'/healthz'#" "$(dirname "$0")/app.py" > app.py
