#!/bin/sh
# Starts replicas, and the front at port 8080, anew:  sh start.sh [REPLICAS]
count=${1:-1}
for file in /tmp/scale-*.pid; do
  [ -e "$file" ] || continue
  kill "$(cat "$file")" 2>/dev/null
  # Those that are being answered may take a while; nobody waits for ever.
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$(cat "$file")" 2>/dev/null || break
    sleep 0.2
  done
  kill -9 "$(cat "$file")" 2>/dev/null
  rm "$file"
done
ports=
for number in $(seq "$count"); do
  port=$((9000 + number))
  ports=$ports${ports:+,}$port
  python3 -m uvicorn server:app --port $port --no-access-log </dev/null >/tmp/scale-$port.log 2>&1 &
  echo $! >/tmp/scale-$port.pid
done
REPLICAS=$ports python3 -m uvicorn front:app --host 0.0.0.0 --port 8080 --no-access-log </dev/null >/tmp/scale-front.log 2>&1 &
echo $! >/tmp/scale-front.pid
curl --silent --retry 30 --retry-delay 1 --retry-all-errors localhost:8080/health localhost:${ports##*,}/health >/dev/null && echo "It answers at localhost:8080, replicas at $ports."
