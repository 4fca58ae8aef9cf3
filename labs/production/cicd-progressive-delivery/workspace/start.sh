#!/bin/sh
# Starts both versions and the load balancer in front of them, anew:  sh start.sh [EVERY]   EVERY: each so-many-th answer of the canary is a 500.
export PORT=8080 STABLE=9001 CANARY=9002 ADMIN=/tmp/haproxy.sock
for name in haproxy stable canary; do
  [ ! -e /tmp/$name.pid ] || kill "$(cat /tmp/$name.pid)" 2>/dev/null
done
sleep 0.5
python3 service.py v1 $STABLE </dev/null >/tmp/stable.log 2>&1 &
echo $! >/tmp/stable.pid
python3 service.py v2 $CANARY "${1:-0}" </dev/null >/tmp/canary.log 2>&1 &
echo $! >/tmp/canary.pid
haproxy -db -f haproxy.cfg </dev/null >/tmp/haproxy.log 2>&1 &
echo $! >/tmp/haproxy.pid
for try in 1 2 3 4 5 6 7 8 9 10; do
  sleep 0.5
  curl --silent --fail --max-time 2 localhost:8080/predict >/dev/null && echo "It answers at localhost:8080." && exit
done
echo 'Nothing answers. The load balancer says:'
tail -5 /tmp/haproxy.log
