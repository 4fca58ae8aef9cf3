#!/usr/bin/env python3
"""An Alertmanager with the learner's configuration, and alerts of the check's own."""
import time

import lab
from stack import Receiver, Stack, ask, wait

DOCS = 'https://prometheus.io/docs/alerting/latest/configuration/#route'
draw = lab.rng()
PAGE, TICKET, OTHER = (f'{word}{draw.randrange(1000, 9999)}' for word in ('Fire', 'Leak', 'Odd'))


def alert(name, severity, replica, **more):
    labels = {'alertname': name, 'severity': severity, 'job': 'model', 'replica': replica}
    return {'labels': labels, 'annotations': {'summary': f'{name} of the check'}, **more}


def paths(name):
    return sorted({path for path, _ in receiver.alerts(name)})


def messages(name, status):
    return [message for _, message in receiver.told if any(each['labels']['alertname'] == name and each['status'] == status for each in message.get('alerts', []))]


with Receiver() as receiver, Stack() as stack:
    manager = stack.alertmanager(receiver.port)
    sent = [alert(PAGE, 'page', 'a'), alert(PAGE, 'page', 'b'), alert(TICKET, 'ticket', 'a'), alert(OTHER, 'whatever', 'a')]
    status, text = ask(manager, '/api/v2/alerts', sent)
    if status != 200:
        lab.broken(f'Alertmanager takes no alerts: {status} {text[:200]}')
    wait(15, lambda: paths(PAGE) and paths(TICKET) and paths(OTHER))
    # What comes twice comes a moment later.
    time.sleep(2)
    lab.check('What has the severity page goes to /page', paths(PAGE) == ['/page'], expected='/page, within 15 seconds', found=', '.join(paths(PAGE)) or 'nowhere', file='alertmanager.yml', docs=DOCS,
              hint='A route under `routes:` with `matchers: [severity="page"]` and a receiver of its own. group_wait says how long the first message waits for others; its default is 30s.')
    lab.check('What has the severity ticket goes to /ticket, and wakes nobody', paths(TICKET) == ['/ticket'], expected='/ticket', found=', '.join(paths(TICKET)) or 'nowhere', file='alertmanager.yml', docs=DOCS)
    lab.check('What has another severity is not lost', bool(paths(OTHER)), expected='/ticket or /page', found='nowhere', file='alertmanager.yml', docs=DOCS,
              hint='The topmost route takes what no other one does. Its receiver should be one that somebody reads.')
    told = messages(PAGE, 'firing')
    lab.check('Two alerts of one name come in one message', len(told) == 1 and len(told[0]['alerts']) == 2, expected='1 message with 2 alerts', found=f'{len(told)} messages with {", ".join(str(len(each["alerts"])) for each in told) or "no"} alerts', file='alertmanager.yml', docs=DOCS,
              hint="`group_by: [alertname]`: one trouble, one message, however many machines have it. And repeat_interval, after which it is told again, is hours.")
    ask(manager, '/api/v2/alerts', [alert(PAGE, 'page', replica, endsAt=time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())) for replica in 'ab'])
    wait(25, lambda: receiver.alerts(PAGE, 'resolved'))
    over = {path for path, _ in receiver.alerts(PAGE, 'resolved')}
    lab.check('When it is over, that is told as well', over == {'/page'}, expected='a message to /page with the status resolved, within 25 seconds', found='none' if not over else ', '.join(sorted(over)), file='alertmanager.yml', docs=DOCS,
              hint='group_interval is how long a group waits until it tells of changes, and its default is 5m: 2s here. And `send_resolved: false` keeps it quiet.')
