#!/bin/sh
# Late or not is decided first, and the order of the scores is lost.
set -e
sed -i 's/^    pairs = rankdata(scores)/    pairs = rankdata(numpy.asarray(scores) > 0.5)/' metrics.py
