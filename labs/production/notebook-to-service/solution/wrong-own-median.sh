#!/bin/sh
# Each request has a median, a middle and a spread of its own, as a cell that was copied would have.
set -e
cat >>rent/__init__.py <<'END'


def predict(model, flats):  # noqa: F811
    rooms = [flat['rooms'] for flat in flats if flat['rooms'] is not None]
    usual = float(numpy.median(rooms)) if rooms else model['usual_rooms']
    table = columns(flats, model['cap'], usual, model['districts'])
    return numpy.exp((table - model['middle']) / model['spread'] @ model['weights'] + model['bias']).tolist()
END
