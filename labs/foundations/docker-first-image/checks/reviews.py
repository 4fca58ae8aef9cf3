"""Reviews and models that nobody has seen, and what the service should say."""
import math

import lab


def model():
    """Other words' weights than in the learner's model.json, and in the same form."""
    draw = lab.rng('model')
    weights = {word: round(draw.uniform(0.4, 2.5), 2) for word in ('good', 'great', 'quiet', 'sturdy')}
    weights.update({word: round(-draw.uniform(0.4, 2.5), 2) for word in ('bad', 'broken', 'late', 'refund')})
    return {'bias': round(draw.uniform(-0.3, 0.3), 2), 'weights': weights}


def review(weights, count=4, salt=''):
    draw = lab.rng('review' + salt)
    return ' '.join(draw.choice(sorted(weights)) for _ in range(count))


def score(own, text):
    total = own['bias'] + sum(own['weights'].get(word, 0) for word in text.split())
    return round(1 / (1 + math.exp(-total)), 4)


def answer(own, text, threshold=0.5):
    value = score(own, text)
    return {'label': 'positive' if value >= threshold else 'negative', 'score': value}
