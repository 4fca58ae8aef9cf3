#!/bin/sh
# Everything from 400 on is an error of the version, whoever made it.
set -e
sed -i "s/'errors': int(row\['hrsp_5xx'\] or 0)/'errors': int(row['hrsp_4xx'] or 0) + int(row['hrsp_5xx'] or 0)/" traffic.py
