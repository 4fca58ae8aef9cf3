#!/usr/bin/env python3
"""Looks into the package of a good commit: whose it is, and what is in it."""
import changes
import forge
import lab
import metrics
import models
import packages

own = forge.own_pipeline()
packages.package(own)
pipeline = changes.good()
files = packages.contents(packages.package(pipeline))
manifest = packages.document(files, 'manifest.json')
lab.check('Its manifest names the commit', manifest.get('commit') == pipeline.commit, expected=pipeline.commit, found=manifest.get('commit'),
          hint='Write the value of CI_COMMIT_SHA as "commit" into manifest.json. A name can be changed, what is inside stays.')
told = packages.document(files, 'metrics.json').get('auc')
lab.check('Its metrics are those of the evaluation', told == metrics.measured(pipeline), expected=metrics.measured(pipeline), found=told,
          hint='Pack the metrics.json that came from the stage evaluate.')
if lab.check('It holds the model', 'model.joblib' in files, expected='model.joblib', found=', '.join(sorted(files))):
    stage = models.examine(files['model.joblib'], own.commit, models.unseen(5))['trained_in']
    lab.check('The model in it is the one that was trained and judged', stage == 'train', expected='trained in the stage train',
              found=f'trained in the stage {stage}', hint='Build once: a stage takes the model over as an artefact and does not train again.')
