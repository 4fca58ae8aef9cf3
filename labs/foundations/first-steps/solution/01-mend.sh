#!/bin/sh
cp "$(dirname "$0")/service.py" service.py
