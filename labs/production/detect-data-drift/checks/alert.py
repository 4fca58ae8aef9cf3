#!/usr/bin/env python3
"""Takes the alerts of watch.py as an alert service would, and refuses one."""
import http.server
import json
import threading

import days
import lab

took, status = [], [200]


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        took.append(self.rfile.read(int(self.headers.get('Content-Length', 0))).decode(errors='replace'))
        self.send_response(status[0])
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


def watch(*paths, url):
    return lab.as_learner(['python3', 'watch.py', '--alert-url', url, *paths], timeout=30)


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f'http://127.0.0.1:{server.server_port}/alerts'
with days.Days() as city:
    name = city.draw.choice(days.trips.NUMBERS)

    def double(table, draw):
        table[name] = table[name] * 2
        table['payment'] = ['cash'] * len(table['payment'])

    quiet, drifted, later = city.add(3000), city.add(1500, double), city.add(1500, double)
    ran = watch(city.reference, quiet, url=url)
    lab.require('watch.py ends well on a quiet day', bool(ran), expected='exit code 0', found=days.fault(ran), file='watch.py')
    lab.require('A quiet day sends nothing', not took, expected='no alert', found=took[0] if took else None, file='watch.py')
    ran = watch(city.reference, quiet, drifted, url=url)
    lab.require('It ends well where alerts are taken', bool(ran), expected='exit code 0', found=days.fault(ran), file='watch.py')
    lab.require('A day with drift sends one alert', len(took) == 1, expected='one POST for the day', found=f'{len(took)} POSTs', file='watch.py',
                hint='One alert a day that lists all its features: whoever is woken wants to see at once how much has changed.')
    try:
        alert = json.loads(took[0])
    except ValueError:
        alert = None
    features = lab.get(alert, 'features', [])
    told = {lab.get(each, 'feature'): each for each in features} if isinstance(features, list) else {}
    lab.check('It says which day', lab.get(alert, 'day') == 'day-001', expected='{"day": "day-001", ...}', found=took[0][:300], file='watch.py',
              hint='The name of the file, without folder and .csv.')
    lab.check('It names the features that changed', {name, 'payment'} <= set(told) and len(told) <= 3, expected=f'{name} and payment, in a list "features"',
              found=took[0][:300], file='watch.py', hint='Without the feature, whoever gets the alert has to begin where you began.')
    lab.check('With figures', all(isinstance(lab.get(each, key), (int, float)) for each in told.values() for key in ('psi', 'p')) and bool(told),
              expected='psi and p of each feature', found=took[0][:300], file='watch.py')
    for what, answer, address in (('the alert service answers 503', 503, url), ('nobody answers', 200, 'http://127.0.0.1:9/alerts')):
        status[0] = answer
        took.clear()
        ran = watch(city.reference, drifted, later, url=address)
        lab.check(f'Where {what}, watch.py ends with an error', ran.code not in (0, None), expected='an exit code other than 0',
                  found=ran.ended, file='watch.py', hint='An alert that nobody got is the worst kind of silence. End with 1, so that what runs this job notices.')
        if address == url:
            lab.check('It goes on with the other days', len(took) >= 2, expected='a POST for each of two days', found=f'{len(took)} in all', file='watch.py',
                      hint='One alert that is not taken must not keep the next one from being sent: remember that it failed, and end with 1 after the last day.')
