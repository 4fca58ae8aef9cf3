#!/usr/bin/env python3
"""Pushes code that its tests contradict, and expects the pipeline to stop at the tests."""
import changes
import forge
import lab

pipeline = changes.broken()
lab.check('A commit whose tests fail is stopped in the stage test', pipeline.stages.get('test') == 'failed',
          expected='test failed', found=f'pipeline {pipeline.number}: {pipeline.story()}',
          hint=('The job of the stage test must run the tests and end with their exit code: `python3 -m pytest`. '
                'Nothing after it, such as `|| true`, may swallow that code.' + forge.unsaved()))
if pipeline.stages.get('test') == 'failed':
    lab.check('It says which test failed', 'test_celsius_as_the_check_sees_it' in pipeline.log('test'),
              expected='the failing test in the log of the stage test', found=pipeline.log('test')[-300:],
              hint='All tests in the folder tests/ must run. Is the stage red for another reason, such as a command that does not exist?')
