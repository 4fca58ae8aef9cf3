#!/usr/bin/env python3
"""measure() against its definition: whole and in slices, with ties."""
import bench
import lab
import numpy
from sklearn.metrics import roc_auc_score

DOCS = 'https://scikit-learn.org/1.2/modules/model_evaluation.html#roc-metrics'
with bench.Bench(10) as work:
    truth, groups, rows = work.sample(3000)
    exact = work.scores(rows, 1)
    cases = {'scores': exact, 'scores with many ties': [round(score, 1) for score in exact]}
    for (what, scores), told in zip(cases.items(), bench.measured([[truth, each, groups] for each in cases.values()])):
        right = roc_auc_score(truth, scores)
        auc = lab.get(told, 'auc')
        lab.require(f'The AUC of {what}', isinstance(auc, float) and abs(auc - right) < 1e-6, expected=f'{right:.6f}', found=str(auc), file='metrics.py', docs=DOCS,
                    hint='Of all pairs of a late parcel and one on time, the share in which the late one has the higher score. Take the scores as they are, without rounding '
                         'or deciding first, and let a tie count half.')
        lab.require('The number of rows', lab.get(told, 'rows') == 3000, expected='3000', found=str(lab.get(told, 'rows')), file='metrics.py')
        for name in bench.parcels.REGIONS:
            inside = numpy.array(groups) == name
            part = roc_auc_score(numpy.array(truth)[inside], numpy.array(scores)[inside])
            found = lab.get(told, f'slices.{name}')
            lab.require('Each slice has an AUC of its own', isinstance(lab.get(found, 'auc'), float) and abs(found['auc'] - part) < 1e-6 and lab.get(found, 'rows') == int(inside.sum()),
                        expected=f'{name}: {int(inside.sum())} rows, AUC {part:.6f}', found=str(found), file='metrics.py', docs=DOCS,
                        hint="'slices' has one entry for each group: {'rows': ..., 'auc': ...}, computed from the parcels of that group alone.")
