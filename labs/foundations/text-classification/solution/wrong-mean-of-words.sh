#!/bin/sh
# The mean of all words, padding rightly left out: it knows no order.
set -e
cat >>network.py <<'PY'


class Net(nn.Module):
    def __init__(self, words, queues):
        super().__init__()
        self.embed = nn.Embedding(words, 24, padding_idx=0)
        self.out = nn.Linear(24, queues)

    def forward(self, ids, lengths):
        return self.out(self.embed(ids).sum(1) / lengths.unsqueeze(1))
PY
