#!/bin/sh
# Every line is counted.
grep -c . requests.log > failed.txt
