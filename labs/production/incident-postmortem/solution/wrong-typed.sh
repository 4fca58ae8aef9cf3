#!/bin/sh
# The figures are typed into the text.
set -e
delayed=$(sed -n 's/^delayed: //p' postmortem/timeline.yaml)
sed -i "s/\$delayed/$delayed/" postmortem/report.md
