#!/bin/sh
# The times that Alertmanager has by itself.
set -e
sed -i '/group_wait\|group_interval/d' alertmanager.yml
