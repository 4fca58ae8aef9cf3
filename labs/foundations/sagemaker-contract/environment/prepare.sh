#!/bin/sh
# Starter files that came through a Windows disk have no run bits.
chmod +x serve
mkdir -p model
