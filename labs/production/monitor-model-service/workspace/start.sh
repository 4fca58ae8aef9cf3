#!/bin/sh
# Starts everything anew:  sh start.sh      Two replicas, people who ask, Prometheus, Alertmanager, and a receiver of alerts.
if ! promtool check config prometheus.yml >/tmp/config.log 2>&1 || ! amtool check-config alertmanager.yml >>/tmp/config.log 2>&1; then
  cat /tmp/config.log
  exit 1
fi
for file in /tmp/monitor-*.pid; do
  [ -e "$file" ] || continue
  kill "$(cat "$file")" 2>/dev/null
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$(cat "$file")" 2>/dev/null || break
    sleep 0.2
  done
  rm "$file"
done
rm -rf /tmp/trouble /tmp/prometheus /tmp/alertmanager
begin() {
  name=$1
  shift
  "$@" </dev/null >/tmp/$name.log 2>&1 &
  echo $! >/tmp/monitor-$name.pid
}
begin model-1 python3 service.py 9101
begin model-2 python3 service.py 9102
begin alerts python3 receiver.py
begin alertmanager prometheus-alertmanager --config.file=alertmanager.yml --storage.path=/tmp/alertmanager --cluster.listen-address=
begin prometheus prometheus --config.file=prometheus.yml --storage.tsdb.path=/tmp/prometheus --web.listen-address=0.0.0.0:9090
begin load python3 load.py
for url in localhost:9101/health localhost:9102/health localhost:9093/-/ready localhost:9090/-/ready; do
  curl --silent --fail --output /dev/null --retry 30 --retry-delay 1 --retry-all-errors $url || { echo "$url does not answer; look into /tmp/*.log"; exit 1; }
done
echo 'The model answers at localhost:9101 and 9102, Prometheus at 9090, Alertmanager at 9093. Alerts go to /tmp/alerts.log.'
