#!/usr/bin/env python3
"""Words and missing values: changes are found, and quiet days stay quiet."""
import numpy

import days
import lab


def more_of_one(table, draw):
    hit = draw.random(len(table['zone'])) < 0.35
    table['zone'] = numpy.where(hit, 'airport', table['zone'])


def unheard_of(table, draw):
    hit = draw.random(len(table['payment'])) < 0.12
    table['payment'] = numpy.where(hit, 'voucher', table['payment'])


def gone(table, draw):
    table['zone'] = numpy.where(table['zone'] == 'centre', 'south', table['zone'])


with days.Days() as city:
    sensor, dead = city.draw.sample(days.trips.NUMBERS, 2)
    injected = [('trips move to one zone', 'zone', more_of_one, None), ('a new way of payment appears', 'payment', unheard_of, None),
                ('a zone disappears', 'zone', gone, None), (f'a fifth of {sensor} is missing', sensor, None, {sensor: 0.2}),
                (f'all of {dead} is missing', dead, None, {dead: 1.1})]
    for _, _, change, missing in injected:
        city.add(1500, change, missing)
    for _ in range(40):
        city.add(city.draw.choice([60, 120, 400, 1500]))
    told = city.alarms()
    for (what, name, _, _), alarms in zip(injected, told):
        lab.check(f'It is noticed that {what}', name in days.names(alarms), expected=f'an alarm for {name}', found=days.names(alarms) or 'none', file='drift.py',
                  hint='Count how often each word occurs, before and now: PSI works on any shares, and chi2_contingency says what chance would do. '
                       'An empty text is a word too, for numbers as well.',
                  docs='https://docs.scipy.org/doc/scipy-1.10.1/reference/generated/scipy.stats.chi2_contingency.html')
    false = [alarm for alarms in told[len(injected):] for alarm in alarms]
    lab.check('At most 4 false alarms on 40 quiet days', len(false) <= 4, expected='4 or fewer', found=f'{len(false)}, such as {false[0]}' if false else '0',
              file='drift.py', hint='More tests are more chances for a false alarm: divide what you tolerate by all of them.')
