#!/bin/sh
# The next request is sent when the last one was answered: a server that stands still gets none.
set -e
sed -i -e 's/^CALLERS = .*/CALLERS = 1/' -e 's/^        good = ask/        due = time.monotonic()\n&/' load.py
