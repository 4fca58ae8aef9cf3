#!/bin/sh
# It waits for as long as the service hangs.
sed -i 's/, timeout=2//' ask.py
