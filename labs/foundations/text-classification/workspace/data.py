"""What customers wrote: reads it, divides it, and scores what a model says of it."""
import json
import random


def load(path):
    """A dict for each message: `text`, the `thread` it belongs to, and the `queue` where a person put it."""
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def split(messages, seed, share=0.2):
    """Two lots: messages to learn from, and a `share` of them to measure with."""
    order = random.Random(seed).sample(messages, len(messages))
    held = round(len(order) * share)
    return order[held:], order[:held]


def score(truth, told):
    """How good a model is: the queues that are right, and those that it told."""
    return {'accuracy': sum(right == said for right, said in zip(truth, told)) / len(truth)}
