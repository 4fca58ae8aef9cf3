#!/bin/sh
# An average in which large queues count more.
set -e
sed -i -e "s/average='macro'/average='weighted'/" data.py
grep -q weighted data.py
