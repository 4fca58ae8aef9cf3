#!/bin/sh
# Reads, computes, and writes what it computed: two locks, and room for others in between.
set -e
cat >/tmp/mend.py <<'END'
text = open('main.go').read()
update = '\ts.Update(id, func(features store.Features) {\n\t\tfor name, value := range changes {\n\t\t\tfeatures[name] += value\n'
assert update in text
text = text.replace(update, '\tbefore, _ := s.Get(id)\n\ttime.Sleep(time.Millisecond)\n'
                    + update.replace('features[name] += value', 'features[name] = before[name] + value'))
open('main.go', 'w').write(text.replace('\t"strings"\n', '\t"strings"\n\t"time"\n'))
END
python3 /tmp/mend.py
rm /tmp/mend.py
