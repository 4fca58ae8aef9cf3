#!/bin/sh
# The network reads on through the zeros behind short messages.
set -e
sed -i -e 's/words = pack_padded_sequence(.*/words = self.embed(ids)/' network.py
grep -q 'words = self.embed(ids)$' network.py
