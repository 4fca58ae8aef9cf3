"""Fills in the figures of a report:  python3 postmortem/render.py [TIMELINE [REPORT]]  prints it.

In report.md write $cause, $began, $noticed, $mitigated, $resolved, $crashes, $delayed, and what follows from them: $unnoticed_minutes (began to noticed),
$outage_minutes (began to mitigated) and $total_minutes (began to resolved).
"""
import os
import string
import sys
from datetime import datetime

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))


def moment(value):
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace('Z', '+00:00'))


def figures(timeline):
    began = moment(timeline['began'])
    minutes = {f'{name}_minutes': round((moment(timeline[key]) - began).total_seconds() / 60)
               for name, key in (('unnoticed', 'noticed'), ('outage', 'mitigated'), ('total', 'resolved'))}
    times = {key: moment(timeline[key]).strftime('%H:%M:%S %Z') for key in ('began', 'noticed', 'mitigated', 'resolved')}
    return {**timeline, **times, **minutes}


if __name__ == '__main__':
    names = sys.argv[1:] + [os.path.join(HERE, 'timeline.yaml'), os.path.join(HERE, 'report.md')][len(sys.argv) - 1:]
    with open(names[0], encoding='utf-8') as file:
        timeline = yaml.safe_load(file)
    with open(names[1], encoding='utf-8') as file:
        print(string.Template(file.read()).substitute(figures(timeline)))
