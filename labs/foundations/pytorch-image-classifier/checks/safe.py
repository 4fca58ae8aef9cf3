#!/usr/bin/env python3
"""Loads the model file without letting it run code."""
import bench
import lab

LOAD = 'import sys, torch; torch.load(sys.argv[1], weights_only=True)'
with bench.Bench() as work:
    model, _ = work.train(epochs=1, images=work.images[:200], labels=work.labels[:200])
    ran = lab.as_learner(['python3', '-c', LOAD, model], cwd=work.base, timeout=30)
    lab.check('The file holds tensors, and no code', bool(ran), expected='torch.load(..., weights_only=True) reads it', found=bench.last(ran)[:300], file='train.py',
              hint='torch.save(net) pickles the object: whoever loads it runs what it says, and needs the same class in the same file. Save net.state_dict(), and numbers as tensors: 1.13 takes nothing else.',
              docs='https://pytorch.org/docs/1.13/generated/torch.load.html')
