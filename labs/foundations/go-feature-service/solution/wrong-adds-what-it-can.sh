#!/bin/sh
# What cannot be read is left out, and the rest is added.
set -e
cat >/tmp/mend.py <<'END'
text = open('main.go').read()
check = '\tif err != nil {\n\t\trefuse(w, http.StatusBadRequest, err.Error())\n\t\treturn\n\t}\n\tnow'
assert check in text
open('main.go', 'w').write(text.replace(check, '\tnow'))
END
python3 /tmp/mend.py
rm /tmp/mend.py
