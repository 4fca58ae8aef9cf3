#!/usr/bin/env python3
import lab

ran = lab.as_learner(['python3', 'ask.py', 'tea'], timeout='5s')
lab.require('it ends', not ran.timed_out, expected='an end within 5 s', found='it still waits', hint='Tell urlopen a timeout.', file='ask.py')
lab.expect_eq('it says', 'unknown', ran.out.strip(), hint=ran.err.strip()[-300:], file='ask.py')
lab.expect_eq('it ends well', 0, ran.code, file='ask.py')
