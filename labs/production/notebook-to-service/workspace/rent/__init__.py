"""Predicts what a flat costs."""


def train(flats):
    """What predict() needs to know, learned from flats with their rent. Only numbers, texts, lists and dicts: it is kept as JSON."""
    return {'mean': sum(flat['rent'] for flat in flats) / len(flats)}


def predict(model, flats):
    """A rent for each flat, in their order."""
    return [model['mean'] for _ in flats]
