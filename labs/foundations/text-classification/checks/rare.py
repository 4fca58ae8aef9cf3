#!/usr/bin/env python3
"""Trains the baseline, and asks it about conversations that nobody has shown it."""
import bench
import lab

BAR, RARE = 0.6, 0.65
with bench.Bench() as work:
    model, _ = work.train('baseline.pkl', work.lot('tickets', work.make.COUNT))
    hidden, safety = work.lot('hidden', 600), work.named['safety']
    rare = [message for message in work.lot('hidden', 4000) if message['queue'] == safety]
    told = [queue for queue, _ in work.predict(model, [message['text'] for message in [*hidden, *rare]])]
    macro, _ = bench.macro_f1([message['queue'] for message in hidden], told[:len(hidden)])
    found = told[len(hidden):].count(safety) / len(rare)
    lab.check('It finds what is rare', found >= RARE, expected=f'at least {RARE:.0%} of new messages about safety', found=f'{found:.0%}', file='baseline.py',
              hint="One message in thirty is about safety: who never says so is right nearly always. class_weight='balanced' makes each queue count the same while it learns.",
              docs='https://scikit-learn.org/1.2/modules/generated/sklearn.linear_model.LogisticRegression.html')
    lab.check('It is a baseline worth beating', macro >= BAR, expected=f'a macro-F1 of {BAR} on new conversations', found=f'{macro:.2f}', file='baseline.py',
              hint='It should learn from all of `learned`, with your tokens. The network has to do better; this has to be as good as counted words can be.')
