#!/bin/sh
# The time of all messages at once, divided by their number.
set -e
sed -i -e 's/^    for text in texts\[:100\]:/    for _ in range(5):/' -e 's/model.predict(\[text\])/model.predict(texts)/' -e 's/began) \* 1000)/began) * 1000 \/ len(texts))/' evaluate.py
grep -q '1000 / len(texts)' evaluate.py
