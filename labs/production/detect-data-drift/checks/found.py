#!/usr/bin/env python3
"""Changes of several kinds, one at a time: each is found, in its feature, and nowhere else."""
import numpy

import days
import lab


def shifted(table, name, draw):
    table[name] = table[name] + 0.8 * numpy.std(table[name])


def wider(table, name, draw):
    table[name] = numpy.mean(table[name]) + 2 * (table[name] - numpy.mean(table[name]))


def tail(table, name, draw):
    hit = draw.random(len(table[name])) < 0.25
    table[name] = numpy.where(hit, table[name] * 8, table[name])


def unit(table, name, draw):
    table[name] = table[name] * 0.621371


KINDS = {'every value is larger': shifted, 'values spread twice as far around the same mean': wider, 'a quarter of the values is eight times as large': tail,
         'kilometres have become miles': unit}
with days.Days() as city:
    injected = []
    for what, change in KINDS.items():
        for name in city.draw.sample(days.trips.NUMBERS, 3):
            injected.append((what, name))
            city.add(1500, lambda table, draw, change=change, name=name: change(table, name, draw))
    told = [days.names(alarms) for alarms in city.alarms()]
    missed = [(what, name) for (what, name), features in zip(injected, told) if name not in features]
    lab.check('Each change is found', not missed, expected=f'{len(injected)} of {len(injected)} changes',
              found=f'{len(injected) - len(missed)}; missed where {missed[0][0]} ({missed[0][1]})' if missed else None, file='drift.py',
              hint='A mean can stay where it is while everything else changes. PSI and the KS test look at the whole distribution.')
    others = [(name, features) for (_, name), features in zip(injected, told) if set(features) - {name}]
    lab.check('The alarm names the feature that changed, and no other', len(others) <= 2, expected='one feature each', file='drift.py',
              found=f'{others[0][1]} where {others[0][0]} had changed' if others else None, hint='Test each column for itself.')
