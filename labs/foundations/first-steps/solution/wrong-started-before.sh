#!/bin/sh
# Started before the line was mended, and not again since.
cp service.py /tmp/mended.py
sed -i "s/MODEL\['base'\] + //" service.py
setsid python3 service.py >/tmp/service.log 2>&1 </dev/null &
curl --silent --show-error --fail --retry 20 --retry-connrefused --retry-delay 1 'http://127.0.0.1:8080/estimate?km=60'
cp /tmp/mended.py service.py
