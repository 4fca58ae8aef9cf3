#!/bin/sh
# That it is over, nobody is told.
set -e
sed -i 's/^      - url: .*/&\n        send_resolved: false/' alertmanager.yml
