#!/usr/bin/env python3
"""The artefact: loads elsewhere, and is worth serving."""
import os

import numpy

import lab
from deliveries import deliveries
from scoring import PERSISTENCE, require_probabilities

BAR = 0.75

lab.require(
    'There is a model artefact', os.path.exists('model/model.joblib'), expected='a file model/model.joblib',
    found='none', docs=PERSISTENCE, file='train.py',
    hint='train.py fits a model and forgets it. Write it into the folder that MODEL_DIR names, then run train.py once.')
rows, late = deliveries(lab.rng().getrandbits(32), 1500)
[scores] = require_probabilities(['model/model.joblib'], rows.tolist(), 'It loads in a process that never saw the training')
scores = numpy.array(scores)
# The area under the ROC curve is how often a late delivery got the higher score of the two.
above = scores[late == 1][:, None] - scores[late == 0][None, :]
area = float(((above > 0) + 0.5 * (above == 0)).mean())
lab.check(
    'It ranks late deliveries above others, on deliveries it has not seen', area >= BAR,
    expected=f'an area under the ROC curve of {BAR} or more', found=f'{area:.3f}',
    docs='https://scikit-learn.org/1.2/modules/model_evaluation.html#roc-metrics',
    hint='The starter\'s model reaches about 0.83. Is `late` the label, and is it left out of the columns?')
