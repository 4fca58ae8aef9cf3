#!/bin/sh
# The note says what the scores were made from, and not who made them.
set -e
sed -i "s/made_of = .*/made_of = digest(source)/" score.py
