#!/bin/sh
set -e
mkdir -p data
cp /opt/tickets/tickets.jsonl /opt/tickets/later.jsonl data/
