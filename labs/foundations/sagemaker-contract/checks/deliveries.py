"""Deliveries that never were: what the lab's data and every hidden question are made of."""
import numpy

FEATURES = ['distance_km', 'stops', 'departure_hour', 'rain_mm', 'load_kg']


def deliveries(seed, count):
    """Rows in the order of FEATURES, and whether each delivery was late. The same seed gives the same ones."""
    draw = numpy.random.default_rng(seed)
    distance = draw.uniform(1, 60, count).round(1)
    stops = draw.integers(1, 41, count)
    hour = draw.integers(6, 21, count)
    rain = (draw.exponential(5, count) * (draw.random(count) < 0.4)).round(1)
    load = draw.uniform(10, 900, count).round()
    rush = ((hour >= 16) & (hour <= 18)) * 1.6 + ((hour >= 7) & (hour <= 8)) * 1.0
    logit = -5.6 + 0.07 * distance + 0.07 * stops + rush + 0.14 * rain + 0.004 * rain * distance + 0.001 * load
    late = draw.random(count) < 1 / (1 + numpy.exp(-logit))
    return numpy.column_stack([distance, stops, hour, rain, load]), late.astype(int)


if __name__ == '__main__':
    # How workspace/data/deliveries.csv was made.
    print(','.join(FEATURES + ['late']))
    for row, label in zip(*deliveries(20240614, 1500)):
        print(','.join(f'{value:g}' for value in row) + f',{label}')
