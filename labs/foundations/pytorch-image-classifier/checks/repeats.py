#!/usr/bin/env python3
"""Trains twice with one seed, and once with another."""
import bench
import lab

WEIGHTS = '''
import hashlib, sys, torch
sys.path.insert(0, '.')
def tensors(thing):
    if hasattr(thing, 'state_dict'):
        thing = thing.state_dict()
    if isinstance(thing, torch.Tensor):
        yield thing
    elif isinstance(thing, dict):
        for name in sorted(thing, key=str):
            yield from tensors(thing[name])
    elif isinstance(thing, (list, tuple)):
        for each in thing:
            yield from tensors(each)
found = list(tensors(torch.load(sys.argv[1])))
assert found, 'there are no weights in it'
print(hashlib.sha256(b''.join(each.detach().numpy().tobytes() for each in found)).hexdigest())
'''
DOCS = 'https://pytorch.org/docs/1.13/notes/randomness.html'
with bench.Bench() as work:
    def weights(name, seed, hashseed):
        model, claim = work.train(name, seed=seed, epochs=2, images=work.images[:500], labels=work.labels[:500], hashseed=hashseed)
        ran = lab.as_learner(['python3', '-c', WEIGHTS, model], cwd=work.folder, timeout=30)
        lab.require('The model file holds weights', bool(ran), expected='tensors, as torch.load reads them', found=bench.last(ran), file='train.py')
        return ran.out.strip(), claim

    seed = lab.rng('seed').randint(1, 9999)
    first, again, other = weights('first.pt', seed, '1'), weights('again.pt', seed, '2'), weights('other.pt', seed + 1, '1')
    lab.check(f'Trained twice with --seed {seed}, all weights are the same', first[0] == again[0], expected='the same bits', found='different ones', file='train.py', docs=DOCS,
              hint="Three things draw by lot here, each in its own way: torch (first weights, order, dropout), numpy (which images are held back) and Python's random, where you used it. "
                   'Seed each before it is used for the first time.')
    lab.check('And the same accuracy is told', first[1] == again[1], expected=f'{first[1]}', found=f'{again[1]}', file='train.py', docs=DOCS)
    lab.check('With another seed they are others', first[0] != other[0], expected='other weights', found='the same bits', file='train.py',
              hint='Use options.seed. A seed that cannot be changed hides how much of a result is luck.')
