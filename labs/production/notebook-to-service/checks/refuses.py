#!/usr/bin/env python3
"""Sends requests that break the contract, and then gives the service another contract."""
import json

import lab
import requests
import serving
import work

draw = lab.rng()
with work.Work() as copy:
    copy.train()
    with serving.served(copy) as ask:
        for what, (flats, where) in requests.bad(draw).items():
            answer = ask({'flats': flats})
            lab.require('A request that breaks the contract is refused', answer.status == 422, expected=f'422 for {what}', found=f'{answer.status}: {answer.text[:200]}',
                        file='service.py', hint='Ask the schema before the model: iter_errors(body) of a Draft202012Validator.')
            places = [lab.get(each, 'where') for each in lab.get(answer.json(), 'errors', [])]
            lab.require('It says where', where in places, expected=f'{{"errors": [{{"where": "{where}", "message": ...}}]}} for {what}', found=answer.text[:300],
                        file='service.py', hint="'/'.join(map(str, error.absolute_path))")
        both = [requests.flat(draw, area=1), requests.flat(draw), requests.flat(draw, built=3000)]
        answer = ask({'flats': both})
        places = {lab.get(each, 'where') for each in lab.get(answer.json(), 'errors', [])}
        lab.check('It tells all that is wrong, not the first thing only', {'flats/0/area', 'flats/2/built'} <= places, expected='flats/0/area and flats/2/built',
                  found=answer.text[:300], file='service.py', hint='validate() stops at the first error; iter_errors() goes on.')
        answer = ask(b'{"flats": [')
        lab.check('What is not JSON is refused as such', answer.status == 400, expected='400', found=f'{answer.status}', file='service.py',
                  hint='json.loads raises ValueError. A 500 would say that the service is at fault.')
        good = ask({'flats': [requests.flat(draw)]})
        lab.check('It still serves those who keep the contract', good.status == 200, expected='200', found=f'{good.status}: {good.text[:200]}', file='service.py')
    other = {'type': 'object', 'properties': {'flats': {'type': 'array', 'maxItems': 2}}}
    lab.as_learner(['tee', f'{copy.folder}/contract/request.schema.json'], input=json.dumps(other))
    with serving.served(copy) as ask:
        three, two = (ask({'flats': [requests.flat(draw) for _ in range(count)]}) for count in (3, 2))
        lab.check('Another contract in contract/ is what the service keeps', (three.status, two.status) == (422, 200), expected='422 for three flats, where maxItems is 2; 200 for two',
                  found=f'{three.status} and {two.status}', file='service.py',
                  hint='Read contract/request.schema.json when the service starts. Rules that are written twice will differ one day.')
