#!/bin/sh
set -e
mkdir -p data
cp /opt/digits/digits.npz /opt/digits/new.npy data/
