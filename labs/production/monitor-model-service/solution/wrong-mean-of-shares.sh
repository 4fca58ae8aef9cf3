#!/bin/sh
# A mean of the shares of replicas.
set -e
sed -i -e 's/sum by (job) (rate(predictions_total{job="model", code/sum by (job, instance) (rate(predictions_total{job="model", code/' -e 's/or 0 \* sum by (job)/or 0 * sum by (job, instance)/' -e 's/^          \/ sum by (job)/          \/ sum by (job, instance)/' -e 's/^          (sum/          avg by (job) ((sum/' -e 's/^\(          \/ .*\)$/\1)/' red.yml
