#!/bin/sh
# A replica that failed is asked again with the next request, and with the one after.
set -e
sed -i 's/^REST_S = 1$/REST_S = 0/' front.py
