#!/bin/sh
# A series for each person.
set -e
sed -i -e "s/\['code'\]/['code', 'user']/" -e "s/labels(str(status))/labels(str(status), self.headers.get('X-User', 'nobody'))/" service.py
