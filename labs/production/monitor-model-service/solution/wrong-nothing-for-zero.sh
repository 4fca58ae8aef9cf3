#!/bin/sh
# Where there are no errors yet, there is nothing.
set -e
sed -i 's/ or 0 \* sum by (job) (rate(predictions_total{job="model"}\[20s\])))/)/' red.yml
