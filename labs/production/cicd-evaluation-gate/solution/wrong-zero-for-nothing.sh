#!/bin/sh
# Where there is nothing to measure, it says that the model is as good as guessing.
set -e
sed -i 's/^        return None/        return 0.5/' metrics.py
