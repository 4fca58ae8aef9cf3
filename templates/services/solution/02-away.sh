#!/bin/sh
cp "$(dirname "$0")/away/ask.py" ask.py
