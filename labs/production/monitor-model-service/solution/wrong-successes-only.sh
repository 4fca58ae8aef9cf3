#!/bin/sh
# Only what went well is counted and timed.
set -e
sed -i -e 's/^        SECONDS.observe/        if status == 200:\n            SECONDS.observe/' -e 's/^        PREDICTIONS.labels/        if status == 200:\n            PREDICTIONS.labels/' service.py
