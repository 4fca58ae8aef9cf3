#!/usr/bin/env python3
"""Asks the service for rents, and compares them with those of the analysis."""
import lab
import serving
import work

with work.Work() as copy:
    copy.train()
    with serving.served(copy) as ask:
        answer = ask({'flats': copy.new})
        lab.require('POST /predict answers 200', answer.status == 200, expected='200', found=f'{answer.status}: {answer.text[:300]}', file='service.py',
                    hint='A function under @app.post("/predict"). These flats keep the contract.')
        told = lab.get(answer.json(), 'predictions')
        pairs = [(lab.get(each, 'id'), lab.get(each, 'rent')) for each in told] if isinstance(told, list) else []
        lab.require('It answers with a rent for each id, in their order', [one for one, _ in pairs] == [each['id'] for each in copy.new]
                    and all(isinstance(value, float) for _, value in pairs), expected='{"predictions": [{"id": "N-0000", "rent": 812.4}, ...]}', found=answer.text[:300],
                    file='service.py')
        copy.near([value for _, value in pairs], 'The service says what analysis.py says, to one part in a million', 'Do not round: whoever shows the rent may do that.',
                  file='service.py')
