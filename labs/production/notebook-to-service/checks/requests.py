"""Requests that keep the contract of NOTES.md, and requests that do not: what is said of each, and where it is wrong."""


def flat(draw, **other):
    return {'id': f'R-{draw.randrange(10000)}', 'area': round(draw.uniform(20, 200), 1), 'rooms': draw.randint(1, 6), 'built': draw.randint(1900, 2020),
            'district': draw.choice(['Brook', 'Harbour', 'Somewhere New']), **other}


def without(record, name):
    return {key: value for key, value in record.items() if key != name}


def good(draw):
    return {'one flat': [flat(draw)], 'a hundred flats': [flat(draw) for _ in range(100)], 'rooms that are not known': [flat(draw, rooms=None)],
            'the smallest and oldest': [flat(draw, area=8, rooms=1, built=1800)], 'the largest and newest': [flat(draw, area=500, rooms=15, built=2026)],
            'an area that is a whole number': [flat(draw, area=64)]}


def bad(draw):
    """What is wrong: the flats, and the number and field that are."""
    first = flat(draw)
    ways = {'an area of 7.9': {'area': 7.9}, 'an area of 500.5': {'area': 500.5}, 'an area that is a text': {'area': '64'}, 'no area, null': {'area': None},
            'no rooms at all': {'rooms': 0}, 'sixteen rooms': {'rooms': 16}, 'two and a half rooms': {'rooms': 2.5}, 'a year to come': {'built': 2027},
            'a year long ago': {'built': 1799}, 'a year that is a text': {'built': '1970'}, 'an empty id': {'id': ''}, 'an id that is a number': {'id': 7},
            'an empty district': {'district': ''}, 'a district that is null': {'district': None}, 'rooms that are true': {'rooms': True}}
    cases = {what: ([first, flat(draw, **change)], f'flats/1/{next(iter(change))}') for what, change in ways.items()}
    for name in ('id', 'area', 'rooms', 'built', 'district'):
        cases[f'a flat without {name}'] = ([first, without(flat(draw), name)], 'flats/1')
    cases['a field that nobody knows (aera)'] = ([first, flat(draw, aera=60)], 'flats/1')
    cases['no flat'] = ([], 'flats')
    cases['a hundred and one flats'] = ([flat(draw) for _ in range(101)], 'flats')
    cases['flats that are no list'] = (flat(draw), 'flats')
    return cases
