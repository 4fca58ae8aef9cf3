#!/usr/bin/env python3
"""A better candidate becomes champion; a worse one changes nothing."""
import bench
import lab

with bench.Bench() as work:
    first = work.model(1.5)
    registry = work.registry(first)
    before = bench.champion(registry)
    worse = work.run('promote.py', work.model(3.0), registry)
    lab.check('A worse candidate is refused, with exit code 1', worse.code == 1, expected='1', found=f'{worse.ended}: {worse.err.strip()[-200:]}', file='promote.py')
    lab.check('And changes nothing', bench.champion(registry) == before, expected=str(before[0]), found=str(bench.champion(registry)[0]), file='promote.py')
    replaced = bench.sha256(first)
    for noise in (0.8, 0.1):
        better = work.model(noise)
        digest = bench.sha256(better)
        ran = work.run('promote.py', better, registry)
        lab.require('A better candidate is promoted, with exit code 0', ran.code == 0, expected='0', found=f'{ran.ended}: {ran.err.strip()[-200:]}', file='promote.py')
        told, content = bench.champion(registry)
        lab.require('champion.json names it, and whom it replaced', told == {'model': digest, 'replaced': replaced}, expected=str({'model': digest, 'replaced': replaced}), found=str(told),
                    file='promote.py', hint='The SHA-256 of the file is its name: hashlib.sha256(content).hexdigest(). `replaced` is who was champion before.')
        lab.require('The model is in the registry, byte for byte', content == digest, expected=f'registry/models/{digest[:12]}….joblib with that digest',
                    found='no such file' if content is None else f'a file with the digest {content[:12]}…', file='promote.py', hint='Copy the file. Loading and dumping it makes other bytes.')
        replaced = digest
    old = lab.as_learner(['test', '-f', f'{registry}/models/{bench.sha256(first)}.joblib'])
    lab.check('The first champion is still there, so that one can go back', bool(old), expected='its file in registry/models', found='gone', file='promote.py')
