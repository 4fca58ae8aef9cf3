#!/usr/bin/env python3
"""A Prometheus with the learner's configuration, and replicas of the check's own that come and go."""
import lab
from replica import Replica
from stack import Stack, number, value, wait

DOCS = 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config'
draw = lab.rng()


def up(port):
    return sorted(value(port, 'up{job="model"}').values())


with Stack() as stack, Replica(draw.randrange(1000, 2000)) as one, Replica(draw.randrange(1000, 2000)) as two, Replica(draw.randrange(1000, 2000)) as three:
    prometheus = stack.prometheus([one.port, two.port])
    wait(30, lambda: up(prometheus) == [1, 1])
    jobs = sorted({dict(labels).get('job') for labels in value(prometheus, 'up')})
    lab.require('Both replicas of targets.json are scraped, as the job model', up(prometheus) == [1, 1], expected='up{job="model"} is 1, twice', found=f'{up(prometheus)}; jobs: {", ".join(map(str, jobs)) or "none"}', file='prometheus.yml', docs=DOCS,
                hint='Under scrape_configs: `job_name: model` with `file_sd_configs`, whose `files` are [targets.json].')
    for each in (one, two):
        each.count = draw.randrange(5000, 9000)
    right = one.count + two.count
    wait(20, lambda: number(prometheus, 'sum(predictions_total{job="model"})') == right)
    found = number(prometheus, 'sum(predictions_total{job="model"})')
    lab.check('What they count arrives within seconds', found == right, expected=f'{right} in all', found=str(found), file='prometheus.yml', hint='scrape_interval is 1s here, also for this job.')
    stack.point([one.port, two.port, three.port])
    wait(30, lambda: up(prometheus) == [1, 1, 1])
    lab.check('A third one that is added to targets.json is found, without a restart', up(prometheus) == [1, 1, 1], expected='1, three times, within 30 seconds', found=str(up(prometheus)), file='prometheus.yml', docs=DOCS,
              hint='`file_sd_configs` watches the file. `static_configs` is read once.')
    two.stop()
    wait(20, lambda: 0 in up(prometheus))
    gone = [dict(labels).get('instance') for labels, state in value(prometheus, 'up{job="model"}').items() if state == 0]
    lab.check('One that goes away is known to be down', gone == [f'localhost:{two.port}'], expected='up is 0 for that one', found=', '.join(map(str, gone)) or 'no one is down', file='prometheus.yml')
