#!/bin/sh
echo "Hello from the image"
