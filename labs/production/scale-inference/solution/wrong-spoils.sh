#!/bin/sh
# A bad row gets into a batch, and everybody in it gets an error.
set -e
sed -i '/^    if len(question.row) != 4:/,+1d' server.py
