#!/bin/sh
# Messages are drawn, not threads.
set -e
cat >>data.py <<'PY'


def split(messages, seed, share=0.2):
    order = random.Random(seed).sample(messages, len(messages))
    held = round(len(order) * share)
    return order[held:], order[:held]
PY
