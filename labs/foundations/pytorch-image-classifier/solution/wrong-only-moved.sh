#!/bin/sh
# Moved images, for a network that learns each place anew.
set -e
cat >model.py <<'END'
from torch import nn


class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Flatten(), nn.Linear(64, 10))
END
