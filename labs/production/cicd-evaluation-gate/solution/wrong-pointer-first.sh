#!/bin/sh
# The champion is announced before it has arrived.
set -e
cat >/tmp/mend.py <<'PY'
lines = open('promote.py').read().splitlines(keepends=True)
pointer = next(number for number, line in enumerate(lines) if "'champion.json'), json.dumps" in line)
model = next(number for number, line in enumerate(lines) if line.startswith('    write(registry.path('))
lines[model], lines[pointer] = lines[pointer], lines[model]
open('promote.py', 'w').write(''.join(lines))
PY
python3 /tmp/mend.py
rm /tmp/mend.py
