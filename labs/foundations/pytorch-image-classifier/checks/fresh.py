#!/usr/bin/env python3
"""Loads a model in new processes, elsewhere: each image gets its answer, whatever else is asked with it."""
import os
import shutil

import bench
import lab
import numpy

with bench.Bench() as work:
    model, _ = work.train(epochs=8)
    elsewhere = os.path.join(work.base, 'elsewhere')
    os.mkdir(elsewhere)
    work.own(elsewhere)
    moved = shutil.move(model, os.path.join(elsewhere, 'digits.pt'))
    some = work.hidden[:60]
    whole = work.predict(moved, some, elsewhere)
    lab.check('In a fresh process it is as good', work.share(whole, work.truth[:60]) >= 0.75, expected='at least 75 %, after eight epochs',
              found=f'{work.share(whole, work.truth[:60]):.0%}', file='predict.py', hint='Did load_state_dict get the weights, and are images standardised as in training?')
    again = work.predict(moved, some, elsewhere)
    lab.check('Asked twice, it says the same twice', again == whole, expected=f'{whole[0]}', found=str(next((b for a, b in zip(whole, again) if a != b), '')), file='predict.py',
              hint='Dropout draws by lot, and is for training only: net.eval() turns it off.', docs='https://pytorch.org/docs/1.13/generated/torch.nn.Module.html#torch.nn.Module.eval')
    # Those it is least sure about: there every change shows.
    ones = numpy.argsort([probability for _, probability in whole])[:3].tolist()
    odd = [(n, told) for n in ones for told in work.predict(moved, some[n:n + 1], elsewhere) if told[0] != whole[n][0] or abs(told[1] - whole[n][1]) > 1e-4]
    lab.check('An image alone gets the answer that it gets among others', not odd, expected=f'{whole[odd[0][0]]}' if odd else 'the same digit and probability',
              found=f'{odd[0][1]}' if odd else None, file='predict.py',
              hint='Mean and spread belong to the training data. Computed from what is asked, they change with it: save them with the weights, and use those.')
