#!/bin/sh
# Good records stream; the bad ones wait in a list, and on a bad day they are half of the file.
set -e
sed -i -e "s/^\( *\)connection.execute('INSERT INTO quarantine VALUES (?, ?, ?, ?)', \(.*\))$/\1bad.append(\2)/" \
 -e 's/^    loaded = aside = 0$/&\n    bad: list[tuple[str, int, str, str]] = []/' \
 -e "s/^    return loaded, aside$/    with connection:\n        connection.executemany('INSERT INTO quarantine VALUES (?, ?, ?, ?)', bad)\n&/" etl/load.py
