#!/usr/bin/env python3
"""Many trips, and a change so small that no model would mind: certain, and not worth an alarm."""
import numpy

import days
import lab

with days.Days(size=40000) as city:
    for name in city.draw.sample(days.trips.NUMBERS, 2):
        def nudge(table, draw, name=name):
            table[name] = table[name] + 0.06 * numpy.std(table[name])
        city.add(40000, nudge)
    told = [alarm for alarms in city.alarms() for alarm in alarms]
    lab.check('A change of six hundredths of a standard deviation is no alarm', not told, expected='no alarm', found=told[0] if told else None, file='drift.py',
              hint='With enough data every difference is certain. How large it is, is another question: ask for both, a small p and a PSI above 0.1.')
