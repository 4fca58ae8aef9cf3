#!/bin/sh
# A better network, shown the same images.
set -e
sed -i -e 's/net(moved(images\[batch\]))/net(images[batch])/' train.py
