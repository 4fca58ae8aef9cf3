#!/bin/sh
# An object counts as the same while its size and its time are.
set -e
sed -i "s/^    with open(path, 'rb') as file:/    if path.endswith('.jsonl'):\n        return f'{os.path.getsize(path)} {os.path.getmtime(path)}'\n&/" score.py
