#!/usr/bin/env python3
"""Measures the model of the train stage again, on the same held-out readings, and compares."""
import csv
import os
import shutil

import forge
import lab
import metrics
import models

pipeline = forge.own_pipeline()
told = metrics.measured(pipeline)
folder = forge.clone(pipeline.commit)
with open(os.path.join(folder, 'data', 'holdout.csv'), newline='', encoding='utf-8') as file:
    rows = [[float(value) for value in row] for row in list(csv.reader(file))[1:]]
shutil.rmtree(folder)
scores = models.examine(models.trained(pipeline), pipeline.commit, rows)['scores']
found = models.auc([int(row[-1]) for row in rows], scores)
lab.check('metrics.json says what the trained model is worth', abs(told - found) < 1e-6,
          expected=f'an AUC of {found:.6f}, measured again on data/holdout.csv', found=f'{told:.6f}',
          hint='Measure the model that came from the stage train as an artefact, on data/holdout.csv. Do not train again in this stage.')
