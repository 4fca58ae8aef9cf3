#!/usr/bin/env python3
"""Asks the learner's schema about requests that nobody has seen."""
import json

import lab
import requests
import work

CODE = '''
import json, sys
from jsonschema import Draft202012Validator
schema = json.load(open('contract/request.schema.json', encoding='utf-8'))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
print(json.dumps([[error.message[:200] for error in validator.iter_errors(each)] for each in json.load(sys.stdin)]))
'''
DOCS = 'https://json-schema.org/understanding-json-schema/reference'
draw = lab.rng()
good, bad = requests.good(draw), requests.bad(draw)
asked = [{'flats': flats} for flats in [*good.values(), *(flats for flats, _ in bad.values())]] + [{}, [], {'flats': good['one flat'], 'flat': 1}]
names = [*good, *bad, 'a request without flats', 'a request that is a list', 'a request with another field']
ran = lab.as_learner(['python3', '-W', 'ignore', '-c', CODE], input=json.dumps(asked), timeout=20)
lab.require('The contract is a JSON Schema', bool(ran), expected='a schema of draft 2020-12', found=work.last(ran), file='contract/request.schema.json', docs=DOCS,
            hint='Commas and brackets first; then the names of types: string, number, integer, null, array, object.')
answers = dict(zip(names, json.loads(ran.out.strip().splitlines()[-1])))
for what in good:
    lab.require('Requests that keep the contract are accepted', not answers[what], expected=f'{what}: accepted', found='; '.join(answers[what][:2]),
                file='contract/request.schema.json', docs=DOCS, hint='NOTES.md says what is allowed; ends of ranges are.')
missed = [what for what in names[len(good):] if not answers[what]]
lab.check(f'Each of {len(names) - len(good)} kinds of broken requests is refused', not missed, expected='refused', found=f'accepted: {", ".join(missed[:4])}',
          file='contract/request.schema.json', docs=DOCS,
          hint='What a schema does not forbid is allowed: required, additionalProperties: false, minimum and maximum, minLength, minItems and maxItems.')
