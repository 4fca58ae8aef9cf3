#!/usr/bin/env python3
"""Counts how many requests each of three replicas gets."""
import time

import lab
from fleet import Fleet
from serving import Work

with Work() as work, Fleet() as fleet:
    port = work.serve('front', REPLICAS=fleet.names)
    with fleet.load(port) as load:
        time.sleep(3)
    total = sum(load.seen.values())
    lab.require('The front answers', total > 0 and not load.failed, expected='200', found=load.failed[0] if load.failed else 'nothing', file='front.py')
    least = min(load.seen[number] for number in range(3))
    lab.check('Each of three replicas does its share', least >= total / 5, expected=f'a third of {total} each, or nearly', found=', '.join(str(load.seen[number]) for number in range(3)), file='front.py',
              hint='Take the replicas in turn, or the one that has the fewest requests now.')
    asked = fleet.asked()
    lab.check('A question goes to one replica', asked <= total * 1.1 + 12, expected=f'about {total} questions for {total} answers', found=f'{asked}', file='front.py',
              hint='Asking all of them and taking the first answer makes three times the work. Ask another one only where the first does not answer.')
