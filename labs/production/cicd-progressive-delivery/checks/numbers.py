#!/usr/bin/env python3
"""servers() against what the check sent."""
import json
import time

import lab
from stage import Stage, last

ASK = 'import json, sys\nsys.path.insert(0, ".")\nimport traffic\nprint(json.dumps(traffic.servers()))'
DOCS = 'https://docs.haproxy.org/2.6/management.html#9.1'


def told(stage):
    ran = stage.run('-c', ASK, timeout=20)
    try:
        numbers = json.loads(ran.out) if ran else None
    except ValueError:
        numbers = None
    lab.require('servers() answers', isinstance(numbers, dict) and set(numbers) == {'stable', 'canary'}, expected='a dict for stable and one for canary', found=last(ran), file='traffic.py', docs=DOCS,
                hint='command("show stat") is CSV with a header; csv.DictReader reads it. Lines of the frontend and of the backend as a whole are not servers.')
    return numbers


with Stage() as stage:
    stage.canary.set('every', 4)
    before = told(stage)
    seen, _ = stage.count(400)
    # Mistakes of a client: answers like others, and no errors of a version.
    lost = [stage.ask('/nowhere') for _ in range(30)]
    # HAProxy counts when an answer has gone out, which is a moment later.
    time.sleep(0.5)
    now = told(stage)
    astray = {name: sum(answer.version == name for answer in lost) for name in ('stable', 'canary')}
    canary = seen['canary'] + seen['failed'] + astray['canary']
    for name, requests, errors in (('stable', seen['stable'] + astray['stable'], 0), ('canary', canary, seen['failed'])):
        for key, right in (('requests', requests), ('errors', errors)):
            found = (lab.get(now, f'{name}.{key}') or 0) - (lab.get(before, f'{name}.{key}') or 0)
            lab.check(f'{key} of {name}', found == right, expected=f'{right} more than before', found=f'{found} more', file='traffic.py', docs=DOCS,
                      hint='requests is the sum of hrsp_1xx, hrsp_2xx and so on, errors is hrsp_5xx: a 404 is a mistake of the client.')
    lab.check('weight and status', (lab.get(now, 'canary.weight'), lab.get(now, 'stable.weight'), lab.get(now, 'canary.status')) == (10, 90, 'UP'), expected='10, 90 and UP', file='traffic.py',
              found=str([lab.get(now, 'canary.weight'), lab.get(now, 'stable.weight'), lab.get(now, 'canary.status')]), hint='Columns weight (a number) and status (a text).')
    stage.canary.kill()
    down = lab.within('10s', lambda: lab.get(told(stage), 'canary.status') != 'UP')
    lab.check('A dead canary is not UP', down, expected='DOWN', found='UP', file='traffic.py')
