#!/usr/bin/env python3
"""The report takes its figures from the timeline, and names no person. Whether it is good, only people can say."""
import json
import re

import lab
import story
from story import outage

SECTIONS = ['Summary', 'Impact', 'What happened', 'Why it happened', 'What we change']
WANTED = ['cause', 'noticed', 'outage_minutes', 'unnoticed_minutes', 'delayed']
draw = lab.rng()
text = lab.expect_file('postmortem/report.md')
lab.require('There is a report', text is not None)
other = outage.Outage(draw.getrandbits(40)).truth()
folder = lab.as_learner(['mktemp', '-d']).out.strip()
try:
    lab.as_learner(['tee', f'{folder}/timeline.yaml'], input=json.dumps(other))
    lab.as_learner(['tee', f'{folder}/render.py'], input=open(lab.data('render.py'), encoding='utf-8').read())
    ran = lab.as_learner(['python3', f'{folder}/render.py', f'{folder}/timeline.yaml', 'postmortem/report.md'], timeout=20)
    lab.require('render.py fills it in', bool(ran), expected='the report', found=(ran.err.strip().splitlines() or [ran.ended])[-1], file='postmortem/report.md',
                hint='It knows the names in its first lines only. A dollar sign that is meant as such is written $$.')
    values = lab.as_learner(['python3', '-c', 'import sys, json, yaml\nsys.path.insert(0, sys.argv[1])\nimport render\nprint(json.dumps(render.figures(yaml.safe_load(open(sys.argv[1] + "/timeline.yaml"))), default=str))',
                             folder], timeout=20)
    figures = json.loads(values.out)
finally:
    lab.as_learner(['rm', '-rf', folder])
missing = [f'${name}' for name in WANTED if str(figures[name]) not in ran.out]
lab.check('With another timeline, the figures of the report are others', not missing, expected='the values of ' + ', '.join(f'${name}' for name in WANTED), found=f'without {", ".join(missing)}',
          file='postmortem/report.md', hint='Write $outage_minutes where you mean the figure: then report and timeline cannot disagree.')
own = story.own()
typed = [str(value) for value in (own.cause, own.crashes, own.delayed) if re.search(rf'\b{re.escape(str(value))}\b', text)]
lab.check('No figure is typed a second time', not typed, expected='$cause, $crashes, $delayed', found=', '.join(typed), file='postmortem/report.md',
          hint='When somebody counts again, only timeline.yaml should have to change.')
parts = {title: body.strip() for title, body in re.findall(r'^## (.+?)\s*\n(.*?)(?=^## |\Z)', text, re.M | re.S)}
thin = [title for title in SECTIONS if len(parts.get(title, '').split()) < 12]
lab.check('Each section says something', not thin, expected='a sentence or more', found=f'little or nothing under {", ".join(thin)}', file='postmortem/report.md')
named = [name for name in outage.PEOPLE if re.search(rf'\b{name}\b', text)]
lab.check('It names no person', not named, expected='roles, such as "the engineer on call"', found=', '.join(named), file='postmortem/report.md',
          hint='A report that names somebody ends at that person. Ask what made it easy to do that, and write about what everybody could see and do.')
