#!/usr/bin/env python3
"""Forty candidates that are as good as the champion, on few parcels: some look better by chance."""
import bench
import lab

PAIRS, BOUND = 40, 8
with bench.Bench(10) as work:
    questions = []
    for _ in range(PAIRS):
        truth, groups, rows = work.sample(400)
        questions.append([truth, groups, work.scores(rows, 1.2), work.scores(rows, 1.2), bench.POLICY])
    answers = bench.decided(questions)
    lucky = sum(answer['promote'] for answer in answers)
    lab.check(f'Of {PAIRS} candidates that are no better, at most {BOUND} are promoted', lucky <= BOUND, expected=f'{BOUND} or fewer (about 2 by chance)', found=str(lucky), file='gate.py',
              hint='On 400 parcels one of two equal models always looks a little better. Draw the parcels anew many times, with replacement, and ask in how many of these '
                   'resamples the candidate wins: it must be at least the share that policy.json calls "sure".',
              docs='https://en.wikipedia.org/wiki/Bootstrapping_(statistics)')
    again = bench.decided(questions[:6])
    lab.check('Asked twice, the gate says the same', again == answers[:6], expected=str(answers[0])[:200], found=str(again[0])[:200], file='gate.py',
              hint='The resamples are drawn at random: give the generator a fixed seed, numpy.random.default_rng(7).')
    truth, groups, rows = work.sample(1500)
    pair = [truth, groups, work.scores(rows, 1.0), work.scores(rows, 0.85)]
    told = {sure: bench.decided([[*pair, {**bench.POLICY, 'sure': sure, 'max_slice_drop': 1}]])[0]['promote'] for sure in (0.0, 1.01)}
    lab.check('How sure it must be is what the policy says', told == {0.0: True, 1.01: False}, expected='promoted with "sure": 0, refused with "sure": 1.01', found=str(told), file='gate.py',
              hint="policy['sure'] is the bound. The number belongs into policy.json, where it can be discussed.")
