#!/bin/sh
# The request is read while the store is locked: one slow caller, and all wait.
set -e
cat >/tmp/mend.py <<'END'
text = open('main.go').read()
read = '\terr := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestBody)).Decode(&changes)\n'
assert read in text
text = text.replace(read, '\tvar err error\n\ts.Update("", func(store.Features) {\n\t' + read.replace(':=', '=') + '\t})\n')
open('main.go', 'w').write(text)
END
python3 /tmp/mend.py
rm /tmp/mend.py
