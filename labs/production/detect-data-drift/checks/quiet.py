#!/usr/bin/env python3
"""Eighty days without any change, small ones among them: alarms must be rare."""
import days
import lab

BOUND = 5
with days.Days() as city:
    for number in range(80):
        city.add(city.draw.choice([60, 80, 120, 400, 1500]))
    told = city.alarms()
    false = [(number, alarm) for number, alarms in enumerate(told) for alarm in alarms]
    lab.check(f'At most {BOUND} false alarms on 80 quiet days', len(false) <= BOUND, expected=f'{BOUND} or fewer', file='drift.py',
              found=f'{len(false)}, such as {false[0][1]}' if false else '0',
              hint='A day of 60 trips looks different by chance. Ask how likely chance alone would make such a difference (ks_2samp), and divide what you tolerate by the '
                   'number of tests: six columns are six chances for a false alarm, each day.',
              docs='https://docs.scipy.org/doc/scipy-1.10.1/reference/generated/scipy.stats.ks_2samp.html')
