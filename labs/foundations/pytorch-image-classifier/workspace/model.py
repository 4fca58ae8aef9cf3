"""The network: images of a batch (N, 8, 8) in, a score for each of ten digits out."""
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(64, 10),
        )

    def forward(self, images):
        return self.layers(images)
