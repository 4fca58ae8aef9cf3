#!/usr/bin/env python3
"""Raises the bar in quality.json to just above what the model reaches, and expects the evaluation to refuse it."""
import changes
import forge
import lab
import metrics

told = metrics.measured(forge.own_pipeline())
wanted = round(told + 0.002, 4)
pipeline = changes.higher_bar(wanted)
lab.check('A higher bar in quality.json refuses the model', pipeline.stages.get('evaluate') == 'failed',
          expected=f'evaluate failed, because {told:.4f} is less than {wanted}',
          found=f"pipeline {pipeline.number}: {pipeline.story()}\n{pipeline.log('evaluate')}",
          hint='Read min_auc from quality.json in evaluate.py, so that the bar is changed and reviewed where everybody sees it.', file='evaluate.py')
