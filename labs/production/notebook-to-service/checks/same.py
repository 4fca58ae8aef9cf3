#!/usr/bin/env python3
"""The package predicts what the analysis predicts, in a fresh process, without the data that it was trained on."""
import shutil

import lab
import work

with work.Work() as copy:
    copy.train()
    train, new = f'{copy.hidden}/data/train.csv', f'{copy.hidden}/data/new.csv'
    shutil.move(train, train + '.gone')
    copy.near(work.rents(copy.rent('predict', copy.model, new, cwd='/')), 'The package predicts what analysis.py predicts, to one part in a million',
              'Carry everything over that the second half of the analysis uses from the first: cap, med, big, mu, sd and the fitted weights.')
    alone = []
    for number, flat in enumerate(copy.new[:12]):
        path = f'{copy.hidden}/data/one.csv'
        work.flats.write(path, [{name: '' if value is None else value for name, value in flat.items()}], work.NAMES)
        alone += work.rents(copy.rent('predict', copy.model, path))
    copy.new, copy.right = copy.new[:12], copy.right[:12]
    copy.near(alone, 'One flat alone costs what it costs among others',
              'Medians, caps and scales are learned by train(). A request of one flat has none of its own.')
