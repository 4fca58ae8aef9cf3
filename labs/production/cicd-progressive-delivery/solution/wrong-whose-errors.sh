#!/bin/sh
# Counts the mistakes of clients for those of the server.
set -e
sed -i "s/hrsp_5xx'\] or 0), 'weight'/hrsp_4xx'] or 0), 'weight'/" traffic.py
