#!/bin/sh
# The object grows in its place, and whoever looks sees the half of it; the next run takes it for done.
set -e
sed -i -e "s/^    unfinished = path + '.part'/    unfinished = path/" -e '/^    os.replace/d' score.py
