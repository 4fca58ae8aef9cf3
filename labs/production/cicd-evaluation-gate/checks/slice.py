#!/usr/bin/env python3
"""Better on the whole, and turned round in one region: the gate must see it, and say where."""
import bench
import lab

SMALL = {'city': 0.5, 'suburbs': 0.3, 'hills': 0.13, 'islands': 0.07}
with bench.Bench(10) as work:
    cases = []
    for region in work.draw.sample(sorted(SMALL), 3):
        names = [name for name in SMALL if name != region]
        shares = {**{name: 0.93 / 3 for name in names}, region: 0.07}
        truth, groups, rows = work.sample(5000, shares)
        old = work.scores(rows, 2.5)
        cases.append((region, [truth, groups, old, work.scores(rows, 0, backwards=[region]), bench.POLICY], [truth, groups, old, work.scores(rows, 0), bench.POLICY]))
    answers = bench.decided([each for _, bad, good in cases for each in (bad, good)])
    for (region, _, _), bad, good in zip(cases, answers[::2], answers[1::2]):
        lab.check('A candidate that is better everywhere passes', good['promote'], expected='True', found=f"{good['promote']}: {good['reasons']}"[:300], file='gate.py',
                  hint='Refuse for a slice only where its AUC falls by more than policy["max_slice_drop"].')
        lab.require('A candidate that is better on the whole and worse in one region is refused', not bad['promote'], expected=f'False, because of {region}',
                    found=f"True, sure {bad.get('sure')}", file='gate.py',
                    hint='Seven parcels in a hundred hardly move the whole. Compare both models in each slice: measure() has all that is needed.')
        lab.check('The reason names the region, and no other', region in ' '.join(map(str, bad['reasons'])) and not any(name in ' '.join(map(str, bad['reasons'])) for name in SMALL if name != region),
                  expected=region, found=str(bad['reasons'])[:300], file='gate.py', hint='Put the name of the slice into the text, with both figures.')
