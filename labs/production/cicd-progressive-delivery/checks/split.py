#!/usr/bin/env python3
"""Counts who answers a thousand requests."""
import lab
from stage import DOCS, Stage

with Stage() as stage:
    seen, odd = stage.count(1000)
    lab.require('Every request is answered', odd is None, expected='1000 times 200', found=str(odd), file='haproxy.cfg')
    lab.check('A tenth of them by the canary', 80 <= seen['canary'] <= 120, expected='about 100 of 1000', found=f"{seen['canary']}", file='haproxy.cfg', docs=DOCS + '#5.2-weight',
              hint='A second line `server canary "127.0.0.1:${CANARY}" weight 10`, and weight 90 for stable.')
