#!/usr/bin/env python3
"""The learner's tests pass on the learner's package, and fail where it or its contract is broken, one way at a time."""
import json
from concurrent.futures import ThreadPoolExecutor

import lab
import work

PREDICT = '\n\n_right = predict\n\n\ndef predict(model, flats):\n    flats = list(flats)\n    '
CODE = {
    'each rent is a thousandth too high': 'return [value * 1.001 for value in _right(model, flats)]',
    'rooms that are not known count as one': "return _right(model, [{**flat, 'rooms': flat['rooms'] or 1} for flat in flats])",
    'a flat alone costs more than among others': 'return [value * (1.01 if len(flats) == 1 else 1) for value in _right(model, flats)]',
    'rents come in another order': 'return _right(model, flats)[::-1]',
}
SAME = 'nothing is broken'


def only(**rules):
    """A contract that is stricter than the learner's in one thing."""
    return lambda schema: {'allOf': [schema, {'properties': {'flats': rules}}]}


CONTRACT = {
    'the contract takes everything': lambda schema: {'type': 'object'},
    'the contract refuses rooms that are not known': only(items={'properties': {'rooms': {'type': 'integer'}}}),
    'the contract refuses districts that the model never saw': only(items={'properties': {'district': {'enum': work.flats.NAMES}}}),
    'the contract takes one flat only': only(maxItems=1),
}
with work.Work() as copy:
    with open(f'{copy.folder}/contract/request.schema.json', encoding='utf-8') as file:
        try:
            schema = json.load(file)
        except ValueError as error:
            lab.require('The contract can be read', False, expected='JSON', found=str(error), file='contract/request.schema.json')
    lab.as_learner(['cp', '-r', f'{lab.workspace}/data', copy.folder])

    def run(what):
        place = f'{copy.base}/{[None, SAME, *CODE, *CONTRACT].index(what)}'
        lab.as_learner(['cp', '-r', copy.folder, place])
        if what == SAME:
            lab.as_learner(['tee', '--append', f'{place}/rent/__init__.py'], input=PREDICT + 'return list(_right(model, flats))\n')
            lab.as_learner(['tee', f'{place}/contract/request.schema.json'], input=json.dumps({**schema, 'description': 'A request.'}))
        elif what in CODE:
            lab.as_learner(['tee', '--append', f'{place}/rent/__init__.py'], input=PREDICT + CODE[what] + '\n')
        elif what:
            lab.as_learner(['tee', f'{place}/contract/request.schema.json'], input=json.dumps(CONTRACT[what](schema)))
        return lab.as_learner(['python3', '-m', 'pytest', '-q', '-x', '-p', 'no:cacheprovider', 'tests'], cwd=place, timeout=40)

    own = run(None)
    lab.require('Your tests pass on your package', own.code == 0, expected='pytest ends with 0', found='\n'.join((own.out + own.err).strip().splitlines()[-4:]),
                file='tests/test_rent.py', hint='Run `python3 -m pytest` in the terminal.')
    # Tests of how it is written, instead of what it does, would notice every break as well.
    other = run(SAME)
    lab.require('They pass on one that is written another way and does the same', other.code == 0, expected='pytest ends with 0',
                found='\n'.join((other.out + other.err).strip().splitlines()[-4:]), file='tests/test_rent.py',
                hint='A test says what goes in and what must come out. It must not look at the text of the program or of the schema.')
    broken = [*CODE, *CONTRACT]
    with ThreadPoolExecutor(2) as pool:
        ends = dict(zip(broken, pool.map(run, broken)))
    silent = [what for what, end in ends.items() if end.code != 1]
    lab.check(f'Your tests notice each of {len(broken)} breaks', not silent, expected='a failing test', file='tests/test_rent.py',
              found=f'{len(broken) - len(silent)} were noticed; all tests still pass where ' + (silent[0] if silent else ''),
              hint='The check broke a copy of rent.predict() or of contract/request.schema.json. Which test would have failed?')
