"""Predicts what a flat costs."""
import numpy
from sklearn.linear_model import Ridge

THIS_YEAR = 2026
ENOUGH_FLATS = 20


def columns(flats, cap, usual_rooms, districts):
    """What the model sees of each flat. All that comes from other flats is given, not computed from these."""
    area = numpy.minimum([flat['area'] for flat in flats], cap)
    rooms = numpy.array([usual_rooms if flat['rooms'] is None else flat['rooms'] for flat in flats], dtype=float)
    age = THIS_YEAR - numpy.array([flat['built'] for flat in flats], dtype=float)
    there = numpy.array([[flat['district'] == name for name in districts] for flat in flats], dtype=float)
    return numpy.column_stack([numpy.log(area), rooms, area / rooms, age, age ** 2, there])


def train(flats):
    """What predict() needs to know, learned from flats with their rent. Only numbers, texts, lists and dicts: it is kept as JSON."""
    names, counts = numpy.unique([flat['district'] for flat in flats], return_counts=True)
    seen = {
        'cap': float(numpy.percentile([flat['area'] for flat in flats], 98)),
        'usual_rooms': float(numpy.median([flat['rooms'] for flat in flats if flat['rooms'] is not None])),
        'districts': names[counts >= ENOUGH_FLATS].tolist(),
    }
    table = columns(flats, **seen)
    middle, spread = table.mean(0), table.std(0)
    fitted = Ridge(alpha=2.0).fit((table - middle) / spread, numpy.log([flat['rent'] for flat in flats]))
    return {**seen, 'middle': middle.tolist(), 'spread': spread.tolist(), 'weights': fitted.coef_.tolist(), 'bias': float(fitted.intercept_)}


def predict(model, flats):
    """A rent for each flat, in their order."""
    table = columns(flats, model['cap'], model['usual_rooms'], model['districts'])
    scaled = (table - model['middle']) / model['spread']
    return numpy.exp(scaled @ model['weights'] + model['bias']).tolist()
