#!/bin/sh
# Rents are rounded to whole numbers, since nobody pays cents.
set -e
sed -i "s/'rent': value}/'rent': float(round(value))}/" service.py
