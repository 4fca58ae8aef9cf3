#!/bin/sh
# A replica that failed once never gets another request.
set -e
sed -i 's/^REST_S = 1$/REST_S = 1_000_000/' front.py
