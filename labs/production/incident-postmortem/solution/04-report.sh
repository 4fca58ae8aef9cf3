#!/bin/sh
set -e
cp "$(dirname "$0")/report/report.md" postmortem/
