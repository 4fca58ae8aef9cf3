#!/usr/bin/env python3
"""Tests of the check's own for the learner's store, with the race detector, and without it where it cannot start here."""
import re

import gowork
import lab

DOCS = 'https://go.dev/doc/articles/race_detector'
with gowork.Work() as work:
    with open(lab.data('hidden_test.go'), encoding='utf-8') as file:
        lab.as_learner(['tee', f'{work.folder}/store/check_hidden_test.go'], input=file.read())
    gowork.compiles(work.go('vet', './store'))
    ran = work.go('test', '-race', '-count=1', '-timeout=40s', '-run=TestCheck', './store')
    said = ran.out + ran.err
    if 'ThreadSanitizer' in said and 'DATA RACE' not in said or 'requires cgo' in said or 'not supported' in said:
        ran = work.go('test', '-count=1', '-timeout=40s', '-run=TestCheck', './store')
        said = ran.out + ran.err
    line = re.search(r'/store/store\.go:(\d+)', said)
    place = {'file': 'store/store.go', 'line': int(line[1]) if line else None, 'docs': DOCS}
    raced = 'DATA RACE' in said or 'concurrent map' in said
    lab.check('The race detector finds nothing', not raced, expected='no race', **place,
              found=f'two goroutines use the same memory, one of them writes, at store.go:{line[1]}' if raced and line else 'a race' if raced else None,
              hint='Whoever reads or writes the map, or a map in it, must hold the lock: RLock to read, Lock to write.')
    words = {'OVERLAP': ('One change waits for the other', 'two changes of one customer ran at once', 'Hold Lock, not RLock, from before `change` is called until it has ended.'),
             'HALF': ('Nobody sees what is half done', 'Get returned what a change had half done', 'Get takes the lock as well.'),
             'SUM': ('No update is lost', f"a sum of {(re.search(r'SUM (.*)', said) or ['', '?'])[1]} instead of 3200",
                     'Between reading a value and writing it nobody else may write it: one lock around both.'),
             'SHARED Get': ('What Get returns is a copy', 'changing it changed the store', 'A map is a reference. Copy its entries into a new one, under the lock.'),
             'SHARED All': ('What All returns is a copy', 'changing it changed the store', 'Copy the outer map and each map in it.'),
             'MADE UP': ('Only Update makes customers up', 'a customer whom nobody updated', 'Get changes nothing.')}
    for word, (criterion, found, hint) in words.items():
        if not raced or word in said:
            lab.check(criterion, not re.search(rf': {word}\b', said), expected='as the comment in store.go says', found=found, hint=hint, **place)
    known = raced or any(re.search(rf': {word}\b', said) for word in words)
    lab.check('The tests of the check end well', bool(ran) or known, expected='ok', found='\n'.join(said.strip().splitlines()[-5:]), file='store/store.go',
              hint='A test that never ends is a lock that is not given back, or taken twice by the same goroutine.')
