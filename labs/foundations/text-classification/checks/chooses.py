#!/usr/bin/env python3
"""Has choose() choose, among models that were drawn."""
import bench
import lab

CODE = 'import evaluate\nprint(json.dumps([evaluate.choose(case["models"], case["max_ms"], case["max_kb"]) for case in given]))'
with bench.Bench() as work:
    draw = work.draw
    names = draw.sample(['oak.pkl', 'elm.pt', 'fir.pkl', 'yew.pt', 'ash.pt'], 4)

    def models(*rows):
        """In random order, since none is to be taken for its place."""
        named = [(name, {'macro_f1': macro, 'ms': ms, 'kb': kb, 'recall': {}}) for name, (macro, ms, kb) in zip(names, rows)]
        draw.shuffle(named)
        return dict(named)

    good = draw.uniform(0.8, 0.9)
    cases = [
        ('The best macro-F1 wins', models((good, 12, 300), (good - 0.1, 1, 50), (good - 0.05, 30, 400)), 50, 1000, names[0], 'Of those that may be taken, the highest macro_f1.'),
        ('One that is too slow may not be taken', models((good, 60, 300), (good - 0.1, 1, 50), (good - 0.05, 30, 400)), 50, 1000, names[2], 'Leave out what has more than max_ms before you look for the best.'),
        ('One that is too large may not be taken', models((good, 12, 1500), (good - 0.1, 1, 50), (good - 0.15, 3, 40)), 50, 1000, names[1], 'Leave out what has more than max_kb.'),
        ('Within 0.01 of the best, the fastest wins', models((good, 12, 300), (good - 0.006, 2, 500), (good - 0.05, 1, 30)), 50, 1000, names[1], 'Less than the margin is luck: another seed would turn it round. Then what is cheaper decides.'),
        ('Within 0.01 of one that may not be taken is no merit', models((good + 0.05, 99, 300), (good, 12, 300), (good - 0.03, 1, 30), (good - 0.2, 1, 30)), 50, 1000, names[1], 'The best is the best of those that are allowed.'),
        ('Where none may be taken, none is', models((good, 60, 300), (good - 0.1, 70, 50)), 50, 1000, None, 'Say so: None. A rule that always finds something is no rule.'),
    ]
    told = work.call(CODE, [{'models': case[1], 'max_ms': case[2], 'max_kb': case[3]} for case in cases], file='evaluate.py', name='evaluate.choose() decides each case')
    for (name, given, max_ms, max_kb, expected, hint), found in zip(cases, told):
        shown = '; '.join(f'{model}: {row["macro_f1"]:.3f}, {row["ms"]} ms, {row["kb"]} kb' for model, row in given.items())
        lab.check(name, found == expected, expected=f'{expected} of {shown} (at most {max_ms} ms, {max_kb} kb)', found=str(found), hint=hint, file='evaluate.py')
