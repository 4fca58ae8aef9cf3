#!/usr/bin/env python3
"""psi() of numbers that repeat: nothing drifted, so it must say little, and be a number."""
import numpy

import days
import lab

draw = numpy.random.default_rng(lab.rng().getrandbits(40))
def mostly(count, share=0.7):
    return numpy.where(draw.random(count) < share, 0, draw.gamma(2, 3, count))


cases = {'whole numbers from 0 to 3': (draw.integers(0, 4, 3000), draw.integers(0, 4, 2000)),
         'values of which most are 0': (mostly(3000), mostly(2000)), 'one value only': ([5.0] * 500, [5.0] * 300)}
moved = (mostly(3000), mostly(2000, 0.2))
*told, after = days.psis([*cases.values(), moved])
for what, value in zip(cases, told):
    lab.check(f'psi() of {what}, without a change', 0 <= value < 0.05, expected='less than 0.05', found=f'{value:.4f}', file='drift.py',
              hint='Where values repeat, several quantiles are one number. Take each edge once: numpy.unique(edges).')
lab.check('psi() where most values were 0, and few are now', after > 0.25, expected='more than 0.25', found=f'{after:.4f}', file='drift.py',
          hint='A value equal to an edge belongs to one side of it, in both samples the same, and the outer bins are open.')
