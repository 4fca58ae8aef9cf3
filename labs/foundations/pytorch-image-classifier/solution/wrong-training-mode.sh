#!/bin/sh
# The network predicts in the mode it was trained in.
set -e
sed -i -e '/net.eval()/d' predict.py
