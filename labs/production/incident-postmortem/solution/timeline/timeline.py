"""Reads the timeline out of the logs, as one would with grep."""
import re
from collections import Counter
from datetime import datetime, timedelta

with open('incident/worker.log', encoding='utf-8') as file:
    lines = file.read().splitlines()
errors = [re.match(r'(\S+) ERROR job (\S+):', line) for line in lines]
cause, crashes = Counter(found[2] for found in errors if found).most_common(1)[0]
own = [number for number, found in enumerate(errors) if found and found[2] == cause]
done = [(number, re.match(r'(\S+) INFO  job \S+ done, waited (\d+) s', line)) for number, line in enumerate(lines)]
after = [found for number, found in done if found and number > own[-1]]
began = errors[own[0]][1]
with open('incident/chat.txt', encoding='utf-8') as file:
    clock = re.search(r'^\[(\d\d:\d\d)\]', file.read(), re.M)[1]
# The chat's times are local, UTC+1.
noticed = datetime.fromisoformat(f'{began[:10]}T{clock}:00') - timedelta(hours=1)
told = {
    'cause': cause,
    'began': began,
    'noticed': noticed.strftime('%Y-%m-%dT%H:%M:%SZ'),
    'mitigated': after[0][1],
    'resolved': next(found for found in after if int(found[2]) < 60)[1],
    'crashes': crashes,
    'delayed': sum(1 for _, found in done if found and int(found[2]) > 600),
}
with open('postmortem/timeline.yaml', 'w', encoding='utf-8') as file:
    file.writelines(f'{name}: {value}\n' for name, value in told.items())
