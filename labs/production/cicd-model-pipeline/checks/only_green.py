#!/usr/bin/env python3
"""Neither a failing test nor a refused model leaves a package behind."""
import changes
import lab
import packages

for pipeline, why, stage in ((changes.broken(), 'a test fails', 'test'), (changes.worse(), 'the model is refused', 'evaluate')):
    kept = packages.packages(pipeline)
    state = pipeline.stages.get('package')
    lab.check(f'No package where {why}', pipeline.stages.get(stage) == 'failed' and state == 'not run' and not kept,
              expected=f'{stage} failed, package not run', found=f"pipeline {pipeline.number}: {pipeline.story()}{'; kept: ' if kept else ''}{', '.join(kept)}",
              hint='`package` must be the last stage, and no stage before it may be allowed to fail.')
