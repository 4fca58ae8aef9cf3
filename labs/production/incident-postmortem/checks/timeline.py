#!/usr/bin/env python3
"""timeline.yaml against what happened. It never tells an answer, only where to look."""
from datetime import datetime, timezone

import lab
import story
import yaml

WHERE = {
    'cause': 'worker.log: which job has one ERROR after the other? A job that failed once and then went through is another matter.',
    'began': 'worker.log: the first ERROR of that job. worker.log is in UTC.',
    'noticed': 'chat.txt: the first message about it. Read its first line: these times are local, and an hour ahead of UTC.',
    'mitigated': 'worker.log: the first job that is done after the last ERROR of that job.',
    'resolved': 'worker.log: after that, the first job that is done and had waited for less than 60 s.',
    'crashes': "worker.log: count the ERROR lines of that job: grep -c 'ERROR job NAME'",
    'delayed': "worker.log: count the jobs that are done and waited for more than 600 s. awk can: awk '/done, waited/ && $(NF-1) > 600' incident/worker.log | wc -l",
}
text = lab.expect_file('postmortem/timeline.yaml')
lab.require('There is a timeline', text is not None)
try:
    told = yaml.safe_load(text)
except yaml.YAMLError as error:
    told = None
    lab.require('timeline.yaml is YAML', False, expected='lines NAME: VALUE', found=str(error)[:300], file='postmortem/timeline.yaml')
truth = story.own().truth()
told = told if isinstance(told, dict) else {}


def seconds(value):
    """A moment in seconds; None where it is none, or has no offset."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.replace('Z', '+00:00'))
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    # YAML makes a time with an offset into one of UTC, and some versions leave the zone out.
    return (value if value.tzinfo else value.replace(tzinfo=timezone.utc)).timestamp()


for name, right in truth.items():
    line = next((number for number, each in enumerate(text.splitlines(), 1) if each.startswith(f'{name}:')), None)
    value = told.get(name)
    if name in ('began', 'noticed', 'mitigated', 'resolved'):
        good = seconds(value) is not None and abs(seconds(value) - seconds(right)) <= 60
        wanted = 'the right minute, with its offset'
    else:
        good, wanted = str(value) == str(right), 'what the log says'
    lab.check(f'{name} is what happened', good, expected=wanted, found='nothing yet' if value is None else str(value), hint=WHERE[name], file='postmortem/timeline.yaml', line=line)
