"""python3 predict.py MODEL.pt IMAGES.npy: prints a line `DIGIT PROBABILITY` for each image."""
import argparse

import numpy
import torch

import data

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('model')
    parser.add_argument('images')
    options = parser.parse_args()
    net = torch.load(options.model)
    images = data.standardise(torch.tensor(numpy.load(options.images), dtype=torch.float32))
    for row in net(images).softmax(1).tolist():
        print(row.index(max(row)), f'{max(row):.6f}')
