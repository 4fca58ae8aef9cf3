#!/bin/sh
grep -c ' 5[0-9][0-9]$' requests.log > failed.txt
