#!/bin/sh
# Takes whatever HAProxy takes.
set -e
sed -i '/    if not 0 <= percent <= 100:/,+1d' traffic.py
