"""An outage of a scoring worker, made up: `python3 outage.py SEED` writes incident/ into the folder that it runs in.

The story is always the same, and everything in it that can be counted or named depends on the seed.
"""
import csv
import json
import os
import random
import sys
from datetime import datetime, timedelta, timezone

PEOPLE = ['Amina', 'Jonas', 'Keiko', 'Mateo', 'Priya', 'Tomasz']
POISON = [
    ('a number that is null', lambda job: {**job, 'features': [job['features'][0], None, *job['features'][2:]]}, "TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'"),
    ('a text among the numbers', lambda job: {**job, 'features': [*job['features'][:3], 'n/a']}, "TypeError: can't multiply sequence by non-int of type 'float'"),
    ('no features', lambda job: {'id': job['id'], 'feature': job['features']}, "KeyError: 'features'"),
    ('one number too few', lambda job: {**job, 'features': job['features'][:3]}, 'ValueError: 4 features are wanted, not 3'),
]
ZONE = timezone(timedelta(hours=1))


def job(draw, name):
    return {'id': name, 'features': [round(draw.uniform(0, 1), 3) for _ in range(4)]}


class Outage:
    """What happened. Times are whole seconds after midnight UTC of `day`."""

    def __init__(self, seed):
        draw = random.Random(f'outage:{seed}')
        self.draw = draw
        self.day = datetime(2026, 3, draw.randint(2, 20), tzinfo=timezone.utc)
        self.first = draw.randrange(100000, 800000)
        self.people = draw.sample(PEOPLE, 3)
        self.came = 7 * 3600 + draw.randrange(5400)
        self.noticed = self.came + draw.randint(31, 52) * 60 + draw.randrange(60)
        self.removed = self.noticed + draw.randint(38, 60) * 60 + draw.randrange(60)
        self.kind = draw.choice(POISON)
        self._play()

    def at(self, second):
        return (self.day + timedelta(seconds=second)).strftime('%Y-%m-%dT%H:%M:%SZ')

    def _play(self):
        """One job a second at most, with the worker's own log of it and a sample of its metrics each minute."""
        draw, begin, end = self.draw, 6 * 3600, 13 * 3600
        arrivals, second, number = [], begin, self.first
        while second < end:
            arrivals.append((second, number))
            second += draw.choice([2, 3, 4, 5, 6])
            number += 1
        blocked = next(place for place, (second, _) in enumerate(arrivals) if second >= self.came)
        self.came = arrivals[blocked][0]
        self.cause = f'J-{arrivals[blocked][1]}'
        hiccup = draw.randrange(60, blocked - 60)
        deploy = begin + draw.randint(10, 40) * 60
        self.log, self.samples, self.crashes, self.delayed = [f'{self.at(begin - 3)} INFO  worker starts, pid {draw.randint(300, 999)}'], [], 0, 0
        self.began = self.mitigated = self.resolved = None
        self.done, restarts, ready, place = [], 0, begin, 0
        tell = self.log.append

        def start(second):
            tell(f'{self.at(second)} INFO  worker starts, pid {draw.randint(1000, 9999)}')

        for second in range(begin, end):
            if second == deploy:
                tell(f'{self.at(second)} INFO  SIGTERM, ends for a new version')
                restarts, ready = restarts + 1, second + 4
                start(second + 4)
            waiting = place < len(arrivals) and arrivals[place][0] <= second
            if second >= ready and waiting:
                since, number = arrivals[place]
                name = f'J-{number}'
                if place == blocked and second < self.removed:
                    tell(f'{self.at(second)} ERROR job {name}: {self.kind[2]}')
                    self.began = self.began or second
                    self.crashes, restarts, ready = self.crashes + 1, restarts + 1, second + draw.choice([14, 15, 16])
                    start(ready)
                elif place == blocked:
                    place += 1
                elif place == hiccup:
                    tell(f'{self.at(second)} ERROR job {name}: Busy: the store of weights does not answer')
                    hiccup, restarts, ready = -1, restarts + 1, second + 5
                    start(ready)
                else:
                    waited = second - since
                    tell(f'{self.at(second)} INFO  job {name} done, waited {waited} s')
                    self.done.append(name)
                    self.delayed += waited > 600
                    if self.began and self.mitigated is None:
                        self.mitigated = second
                    if self.mitigated and self.resolved is None and waited < 60:
                        self.resolved = second
                    place += 1
            if second % 60 == 0:
                length = sum(1 for since, _ in arrivals[place:place + 5000] if since <= second)
                age = second - arrivals[place][0] if length else 0
                self.samples.append({'time': self.at(second), 'up': 1, 'done_total': len(self.done), 'queue_length': length, 'oldest_age_s': age, 'restarts_total': restarts})
        self.order = [f'J-{number}' for _, number in arrivals]

    def jobs(self):
        """The jobs of the queue as they were when the outage began: the cause and those behind it."""
        place = self.order.index(self.cause)
        draw = random.Random(f'jobs:{self.first}')
        made = [job(draw, name) for name in self.order[place:place + 40]]
        return [self.kind[1](made[0]), *made[1:]]

    def chat(self):
        one, two, three = self.people
        times = [self.noticed, self.noticed + 140, self.noticed + 560, self.noticed + 1310, self.removed - 400, self.removed + 60, self.resolved + 90]
        words = [(one, 'a customer writes that scores have not changed for a while. Is something wrong?'), (two, 'the worker is up, the dashboard is green. Probably the network.'),
                 (two, 'I have restarted the worker to be sure. Looks fine.'), (three, f'still nothing new. {two}, did your deploy this morning change anything?'),
                 (three, f'it ends at the same job each time: {self.cause}. And then it begins with it again.'), (three, 'moved that file out of the queue. It is catching up.'),
                 (one, 'the customer is happy again.')]
        lines = ['# operations, times are local (UTC+1)', '']
        for second, (who, text) in zip(times, words):
            lines.append(f"[{(self.day + timedelta(seconds=second)).astimezone(ZONE).strftime('%H:%M')}] {who}: {text}")
        return '\n'.join(lines) + '\n'

    def truth(self):
        return {'cause': self.cause, 'began': self.at(self.began), 'noticed': self.at(self.noticed), 'mitigated': self.at(self.mitigated), 'resolved': self.at(self.resolved),
                'crashes': self.crashes, 'delayed': self.delayed}


def put(folder, jobs):
    os.makedirs(folder, exist_ok=True)
    for number, each in enumerate(jobs):
        with open(os.path.join(folder, f'{number:05}.json'), 'w', encoding='utf-8') as file:
            file.write(each if isinstance(each, str) else json.dumps(each))


if __name__ == '__main__':
    outage = Outage(sys.argv[1])
    put('incident/jobs', outage.jobs())
    with open('incident/worker.log', 'w', encoding='utf-8') as file:
        file.write('\n'.join(outage.log) + '\n')
    with open('incident/chat.txt', 'w', encoding='utf-8') as file:
        file.write(outage.chat())
    with open('incident/metrics.csv', 'w', newline='', encoding='utf-8') as file:
        writer = csv.DictWriter(file, outage.samples[0], lineterminator='\n')
        writer.writeheader()
        writer.writerows(outage.samples)
