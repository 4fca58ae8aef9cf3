#!/bin/sh
# The answer of one moment is typed in.
echo 'print(2.5)' > ask.py
