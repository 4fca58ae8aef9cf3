"""python3 train.py DATA.npz MODEL.pt [--seed N] [--epochs N]: trains a network, saves it, prints how good it is."""
import argparse
import json
import random

import numpy
import torch
from torch.nn import functional

import data
from model import Net


def moved(images):
    """Each image a point up or down and a point left or right, or not, by lot."""
    return torch.stack([data.shift(image, random.choice((-1, 0, 1)), random.choice((-1, 0, 1))) for image in images])


def train(net, images, labels, epochs):
    """Shows the network all images, in batches and in a new order each time, and makes it a little better after each batch."""
    optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
    net.train()
    for _ in range(epochs):
        for batch in torch.randperm(len(labels)).split(32):
            loss = functional.cross_entropy(net(moved(images[batch])), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def accuracy(net, images, labels):
    """The share of images that the network tells right."""
    net.eval()
    with torch.no_grad():
        return (net(images).argmax(1) == labels).float().mean().item()


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('data')
    parser.add_argument('model')
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--epochs', type=int, default=20)
    options = parser.parse_args()
    random.seed(options.seed)
    numpy.random.seed(options.seed)
    torch.manual_seed(options.seed)
    images, labels = data.load(options.data)
    mean, std = images.mean(), images.std()
    learned, held = data.split(data.standardise(images, mean, std), labels)
    net = Net()
    train(net, *learned, options.epochs)
    torch.save({'weights': net.state_dict(), 'mean': mean, 'std': std}, options.model)
    print(json.dumps({'accuracy': accuracy(net, *held)}))
