#!/usr/bin/env python3
"""Where tests fail, no later stage runs; where they pass, training comes after them."""
import changes
import forge
import lab

own = forge.own_pipeline()
order = list(own.stages)
lab.require('The stage test comes before train', 'test' in order and order.index('test') < order.index('train'),
            expected='test, train', found=', '.join(order), hint='The order of the list `stages` is the order in which they run.')
pipeline = changes.broken()
later = [stage for stage in pipeline.stages if stage != 'test']
lab.check('Nothing is trained where a test fails', all(pipeline.stages[stage] == 'not run' for stage in later),
          expected=', '.join(f'{stage} not run' for stage in later), found=f'pipeline {pipeline.number}: {pipeline.story()}',
          hint='A stage begins when every job of the stages before it has succeeded. `allow_failure` lets it begin all the same.')
