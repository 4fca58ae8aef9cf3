"""What the evaluate stage said about the model."""
import json

import forge
import lab


def measured(pipeline):
    """The AUC in the build/metrics.json that the stage evaluate kept; ends the check where there is none."""
    order = list(pipeline.stages)
    lab.require('The pipeline has a stage evaluate after train', 'evaluate' in order[order.index('train'):] if 'train' in order else False,
                expected='test, train, evaluate', found=', '.join(order) or pipeline.story(),
                hint='Add the stage to `stages` and a job to it.' + forge.unsaved())
    lab.require('It succeeds', pipeline.stages['evaluate'] == 'passed', expected='evaluate passed',
                found=f"pipeline {pipeline.number}: {pipeline.story()}\n{pipeline.log('evaluate')}",
                hint='Read the log: `ci log`. What evaluate needs of an earlier job, that job must keep as an artefact.')
    files = pipeline.files('evaluate')
    lab.require('The stage evaluate keeps build/metrics.json', 'build/metrics.json' in files,
                expected='build/metrics.json among the artefacts of the stage evaluate', found=', '.join(sorted(files)) or 'nothing',
                hint='Give the job of the stage evaluate `artifacts: paths:` with build/metrics.json.')
    try:
        return float(json.loads(pipeline.fetch(files['build/metrics.json']))['auc'])
    except (ValueError, KeyError, TypeError) as error:
        lab.require('build/metrics.json has a number called auc', False, expected='{"auc": 0.9...}', found=str(error))
