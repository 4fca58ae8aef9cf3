#!/usr/bin/env python3
"""Canaries that are good get all the traffic, also where both versions suffer from the same trouble."""
import lab
from stage import Load, Stage, last

for what, every in (('A good canary', 0), ('A canary that errs as often as the stable version', 7)):
    with Stage() as stage:
        stage.canary.set('every', every)
        stage.stable.set('every', every)
        with Load(stage) as load:
            ran = stage.run('rollout.py', '--requests', '60', timeout=100)
        lab.require(f'{what} is brought out', ran.code == 0, expected='exit code 0', found=last(ran), file='rollout.py',
                    hint='Compare its share of errors with that of the stable version in the same time. Trouble that both have is not the fault of the canary.')
        seen, _ = stage.count(50)
        lab.check('And has all the traffic then', seen['stable'] == 0, expected='50 of 50', found=f"{50 - seen['stable']} of 50", file='rollout.py')
        lab.check('Both had some on the way', load.seen['stable'] > 60, expected='stages with a part of the traffic each', found=f"{load.seen['stable']} answers of stable", file='rollout.py',
                  hint='5, 25, 50 and 100 percent, each until the canary has answered as many requests as --requests says.')
        lab.check('No request was dropped', not load.seen['dropped'], expected='0', found=f"{load.seen['dropped']}: {load.odd}", file='rollout.py')
