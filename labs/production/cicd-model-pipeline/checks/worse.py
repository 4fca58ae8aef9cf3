#!/usr/bin/env python3
"""Pushes mixed-up training labels, and expects the evaluation to refuse the model."""
import changes
import forge
import lab

pipeline = changes.worse()
lab.check('A model trained on mixed-up labels is refused', pipeline.stages.get('evaluate') == 'failed',
          expected='evaluate failed', found=f"pipeline {pipeline.number}: {pipeline.story()}\n{pipeline.log('evaluate')}",
          hint='The CI server knows success and failure by the exit code alone. End evaluate.py with a code other than 0 where the '
          'model is not good enough: `sys.exit("a reason")`. Let nothing in the job swallow it.' + forge.unsaved(), file='evaluate.py')
