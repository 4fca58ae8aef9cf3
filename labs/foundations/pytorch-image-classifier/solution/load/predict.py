"""python3 predict.py MODEL.pt IMAGES.npy: prints a line `DIGIT PROBABILITY` for each image."""
import argparse

import numpy
import torch

import data
from model import Net

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('model')
    parser.add_argument('images')
    options = parser.parse_args()
    saved = torch.load(options.model)
    net = Net()
    net.load_state_dict(saved['weights'])
    net.eval()
    images = data.standardise(torch.tensor(numpy.load(options.images), dtype=torch.float32), saved['mean'], saved['std'])
    with torch.no_grad():
        rows = net(images).softmax(1).tolist()
    for row in rows:
        print(row.index(max(row)), f'{max(row):.6f}')
