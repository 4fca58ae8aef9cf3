"""Images of digits, eight by eight points, each from 0 (white) to 16 (black)."""
import numpy
import torch


def load(path):
    """Images (N, 8, 8) and what they show (N), as tensors."""
    with numpy.load(path) as file:
        return torch.tensor(file['images'], dtype=torch.float32), torch.tensor(file['labels'])


def split(images, labels, share=0.2):
    """Two lots, drawn: images and labels to learn from, and those of `share` to measure with."""
    order = torch.tensor(numpy.random.permutation(len(labels)))
    held = int(len(labels) * share)
    return (images[order[held:]], labels[order[held:]]), (images[order[:held]], labels[order[:held]])


def standardise(images, mean, std):
    """Around 0, with a spread of 1: networks learn better from such numbers."""
    return (images - mean) / std


def shift(images, down, right):
    """All images moved by so many points; what comes in from outside is as light as the lightest point."""
    moved = torch.full_like(images, images.min().item())
    height, width = images.shape[-2:]
    moved[..., max(down, 0):height + min(down, 0), max(right, 0):width + min(right, 0)] = \
        images[..., max(-down, 0):height + min(-down, 0), max(-right, 0):width + min(-right, 0)]
    return moved
