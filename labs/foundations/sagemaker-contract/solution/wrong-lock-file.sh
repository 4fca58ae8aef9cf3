#!/bin/sh
# A guard against starting twice, which a crash leaves behind.
cat >serve <<'END'
#!/bin/sh
cd "$(dirname "$0")"
lock="/tmp/serve-${SAGEMAKER_BIND_TO_PORT:-8080}.lock"
if [ -e "$lock" ]; then
  echo "RuntimeError: $lock exists, another server is running" >&2
  exit 1
fi
touch "$lock"
trap 'rm -f "$lock"' EXIT
trap 'kill "$child"; wait "$child"; exit' TERM
python3 -m uvicorn app:app --host 0.0.0.0 --port "${SAGEMAKER_BIND_TO_PORT:-8080}" &
child=$!
wait "$child"
END
