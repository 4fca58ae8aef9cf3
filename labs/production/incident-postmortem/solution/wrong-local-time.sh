#!/bin/sh
# The clock of the chat is taken for that of the log.
set -e
sed -i 's/^\(noticed: .*\)Z$/\1-01:00/' postmortem/timeline.yaml
