#!/usr/bin/env python3
"""A slice in which nothing was late has no AUC, and that must not break the measurement."""
import bench
import lab

truth = [1, 0, 1, 0, 0, 0, 1]
groups = ['city', 'city', 'city', 'city', 'hills', 'hills', 'islands']
told = bench.measured([[truth, [.9, .2, .8, .3, .4, .1, .7], groups]])[0]
for name, rows, what in (('hills', 2, 'no parcel was late'), ('islands', 1, 'every parcel was late')):
    found = lab.get(told, f'slices.{name}')
    lab.check(f'A slice in which {what} is listed, with no AUC', lab.get(found, 'rows') == rows and isinstance(found, dict) and found.get('auc', 0) is None,
              expected=f"{{'rows': {rows}, 'auc': None}}", found=str(found), file='metrics.py',
              hint='There is no pair of a late one and one on time, so nothing can be said. None says so; 0, 1 or NaN would be taken for a measurement.')
lab.check('The others are measured', lab.get(told, 'slices.city.auc') == 1, expected='AUC 1 for the city', found=str(lab.get(told, 'slices.city')), file='metrics.py')
