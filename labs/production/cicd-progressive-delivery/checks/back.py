#!/usr/bin/env python3
"""Canaries that are bad from the start, that turn bad later, and one that dies: each is taken back, and few people notice."""
import threading
import time

import lab
from stage import Load, Stage, last

with Stage() as stage:
    stage.canary.set('every', 5)
    with Load(stage) as load:
        ran = stage.run('rollout.py', '--requests', '60', timeout=100)
    errors, got = load.seen['canary errors'], load.seen['canary'] + load.seen['canary errors']
    lab.require('A canary with 20 % errors is taken back', ran.code == 1, expected='exit code 1', found=last(ran), file='rollout.py',
                hint='After each stage compare the shares of errors: new errors by new requests, of both versions. Set the share to 0 and end with 1.')
    seen, _ = stage.count(60)
    lab.check('It gets no more requests', seen['stable'] == 60, expected='60 of 60 for stable', found=f"{seen['stable']}", file='rollout.py')
    lab.check('Few people met it', got <= 200, expected='about 60 requests to the canary, of the first stage', found=f'{got}, {errors} of them errors', file='rollout.py',
              hint='Judge at the end of each stage, and begin with a small one. Poll several times a second.')
with Stage() as stage:
    shares, judging = [], True

    def turns_bad():
        """From half of the traffic on, one answer of eight is an error."""
        while judging:
            shares.append(stage.share())
            if shares[-1] >= 50:
                stage.canary.set('every', 8)
            time.sleep(0.05)
    watcher = threading.Thread(target=turns_bad, daemon=True)
    with Load(stage):
        watcher.start()
        ran = stage.run('rollout.py', '--requests', '60', '--margin', '0.08', timeout=100)
    judging = False
    watcher.join()
    lab.check('A canary that errs only under more traffic is taken back as well', ran.code == 1 and stage.count(60)[0]['stable'] == 60, expected='exit code 1, and all for stable',
              found=f'{last(ran)}; its largest share was {max(shares)} %', file='rollout.py', hint='Judge every stage, and only by what happened in it: earlier good answers must not hide later bad ones.')
with Stage() as stage:
    killer = threading.Thread(target=lambda: (time.sleep(2), stage.canary.kill()))
    with Load(stage) as load:
        killer.start()
        ran = stage.run('rollout.py', '--requests', '2000', '--patience', '40', timeout=100)
    killer.join()
    lab.check('A canary that dies is taken back, without waiting for it', ran.code == 1, expected='exit code 1', found=last(ran), file='rollout.py',
              hint="Look at the status in servers(): whatever does not begin with UP will not answer any more requests. And a stage ends after --patience seconds.")
    lab.check('And almost nobody notices', load.seen['dropped'] <= 8, expected='at most those who were being answered', found=f"{load.seen['dropped']}: {load.odd}", file='rollout.py')
