#!/usr/bin/env python3
"""Everything at once: the learner's service, Prometheus, rules and Alertmanager, people who ask, and a trouble that comes and goes."""
import threading
import time

import lab
from stack import Receiver, Stack, ask, number, value, wait

draw = lab.rng()
share = draw.uniform(0.35, 0.6)
troubled, going = threading.Event(), threading.Event()


def person(port, luck):
    while going.is_set():
        ask(port, '/predict', {'row': [1, 0.01, 1 if troubled.is_set() and luck.random() < share else 0, 0]})
        time.sleep(0.15)


def last_page(status):
    return next((alert for path, alert in reversed(receiver.alerts('ModelErrors', status)) if path == '/page'), None)


with Receiver() as receiver, Stack() as stack:
    replicas = [stack.service(), stack.service()]
    manager = stack.alertmanager(receiver.port)
    prometheus = stack.prometheus(replicas, manager)
    lab.require('Both replicas are scraped', wait(30, lambda: list(value(prometheus, 'up{job="model"}').values()) == [1, 1]), expected='up is 1, twice', found=str(value(prometheus, 'up')), file='prometheus.yml')
    going.set()
    people = [threading.Thread(target=person, args=(port, lab.rng(str(index))), daemon=True) for index, port in enumerate(replicas * 3)]
    for each in people:
        each.start()
    asked = wait(30, lambda: (number(prometheus, 'sum(predictions_total{job="model"})') or 0) > 100)
    lab.require('Prometheus sees that people ask', asked, expected='predictions_total grows', found=str(number(prometheus, 'sum(predictions_total{job="model"})')), file='prometheus.yml')
    early = sorted({alert['labels']['alertname'] for path, message in receiver.told if path == '/page' for alert in message['alerts']})
    lab.check('While all is well, nobody is woken', not early, expected='no message to /page', found=', '.join(early), file='alerts.yml')
    troubled.set()
    rang = wait(75, lambda: last_page('firing'))
    seen = number(prometheus, 'sum(ALERTS{alertname="ModelErrors", alertstate="firing"})')
    lab.require(f'When {share:.0%} of the predictions fail, somebody is woken', rang is not None, expected='a message to /page about ModelErrors, within 75 seconds',
                found=f'none; in Prometheus the alert {"fires" if seen else "does not fire"}', file='prometheus.yml', docs='https://prometheus.io/docs/prometheus/latest/configuration/configuration/#alertmanager_config',
                hint='`alerting:` in prometheus.yml says where Alertmanager is: `alertmanagers: [{static_configs: [{targets: [localhost:9093]}]}]`.')
    lab.check('And is told in words what it is', len((lab.get(rang, 'annotations.summary') or '').split()) >= 3, expected='an annotation `summary` of a few words', found=str(lab.get(rang, 'annotations.summary')), file='alerts.yml',
              docs='https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#templating', hint="`annotations: {summary: '{{ $value | humanizePercentage }} of all predictions fail'}`")
    troubled.clear()
    over = wait(90, lambda: last_page('resolved'))
    lab.check('When the trouble is over, that is told, too', over is not None, expected='a message to /page with the status resolved, within 90 seconds', found='none', file='alertmanager.yml')
    going.clear()
    for each in people:
        each.join(30)
