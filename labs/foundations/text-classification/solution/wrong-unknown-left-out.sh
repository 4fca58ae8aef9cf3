#!/bin/sh
# Words that are not known are left out.
set -e
sed -i -e 's/self.ids.get(token, 1) for token in tokenize(text)\]/self.ids[token] for token in tokenize(text) if token in self.ids]/' tokens.py
grep -q 'if token in self.ids' tokens.py
