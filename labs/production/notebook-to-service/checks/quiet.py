#!/usr/bin/env python3
"""Importing the package does nothing: no output, no files, no training."""
import json

import lab
import work

CODE = '''
import sys
opened = []
sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if event == 'open' and '.csv' in str(arguments[0]) else None)
import rent
print(opened, callable(rent.train), callable(rent.predict))
'''
with work.Work() as copy:
    ran = lab.as_learner(['python3', '-c', CODE], cwd='/', env={'PYTHONPATH': copy.folder}, timeout=20)
    lab.check('import rent does nothing else', ran.out.strip() == '[] True True', expected='functions, and nothing printed, read or trained',
              found=work.last(ran) if not ran else ran.out.strip(), file='rent/__init__.py',
              hint='A program that imports the package wants its functions. What the notebook did from top to bottom belongs into them.')
    flats = [{**flat, 'rent': right} for flat, right in zip(copy.new, copy.right)]
    kept = lab.as_learner(['python3', '-c', 'import json, sys, rent\nflats = json.load(sys.stdin)\nbefore = json.dumps(flats)\nrent.predict(rent.train(flats), flats)\n'
                           'print(before == json.dumps(flats))'], cwd='/', env={'PYTHONPATH': copy.folder}, input=json.dumps(flats), timeout=20)
    lab.check('train() and predict() leave the flats as they were given', kept.out.strip() == 'True', expected='the same flats afterwards',
              found=work.last(kept) if not kept else 'changed flats', file='rent/__init__.py', hint='Whoever called you still needs them: make values of your own.')
