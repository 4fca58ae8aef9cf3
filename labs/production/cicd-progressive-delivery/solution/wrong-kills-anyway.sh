#!/bin/sh
# When patience is over, whoever is still being answered is cut off.
set -e
sed -i "s/^        sys.exit('somebody is still being answered')/        break/" retire.py
