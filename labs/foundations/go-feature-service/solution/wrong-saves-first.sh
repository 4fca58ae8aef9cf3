#!/bin/sh
# Saves first and then waits for those who are still changing something.
set -e
cat >/tmp/mend.py <<'END'
text = open('main.go').read()
wait, save = '\tlate := server.Shutdown(limited)\n', '\tif err := save(s, data); err != nil {\n\t\treturn err\n\t}\n'
assert wait + save in text
open('main.go', 'w').write(text.replace(wait + save, save + wait))
END
python3 /tmp/mend.py
rm /tmp/mend.py
