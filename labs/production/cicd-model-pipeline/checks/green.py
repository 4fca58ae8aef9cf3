#!/usr/bin/env python3
"""The learner's commit is green in its tests, and so is one that adds tests of the same behaviour."""
import changes
import forge
import lab

own = forge.own_pipeline()
lab.require('The tests of your last commit pass', own.stages.get('test', '').startswith('passed'),
            expected='test passed', found=f'pipeline {own.number}: {own.story()}\n{own.log()}',
            hint='Read the log: `ci log`. Mend the code rather than the test, then commit and push.' + forge.unsaved())
more = changes.good()
lab.check('More tests of the same behaviour pass, too', more.stages.get('test', '').startswith('passed'),
          expected='test passed', found=f'pipeline {more.number}: {more.story()}\n{more.log()}',
          hint='0 °C is 32 °F, 100 °C is 212 °F. Was a test changed or removed that said so?', file='features.py', line=7)
