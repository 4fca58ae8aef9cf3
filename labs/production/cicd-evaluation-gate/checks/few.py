#!/usr/bin/env python3
"""A slice of a few parcels proves nothing. And what is few, and what is a fall, is for the policy to say."""
import bench
import lab

with bench.Bench(10) as work:
    shares = {'city': 0.6, 'suburbs': 0.38, 'hills': 0.012, 'islands': 0.008}
    truth, groups, rows = work.sample(3000, shares)
    scores = work.scores(rows, 2.5), work.scores(rows, 0, backwards=['islands'])
    large = work.sample(3000, {'city': 0.5, 'suburbs': 0.32, 'hills': 0.08, 'islands': 0.1})
    others = work.scores(large[2], 2.5), work.scores(large[2], 0, backwards=['hills'])
    asked = [[truth, groups, *scores, bench.POLICY], [truth, groups, *scores, {**bench.POLICY, 'min_slice_rows': 5}],
             [*large[:2], *others, {**bench.POLICY, 'max_slice_drop': 1.0}], [*large[:2], *others, {**bench.POLICY, 'min_slice_rows': 2000}]]
    few, strict, lenient, blind = bench.decided(asked)
    count = groups.count('islands')
    lab.check(f'A slice of {count} parcels is no reason to refuse', few['promote'], expected='True, with 150 as "min_slice_rows"', found=f"False: {few['reasons']}"[:300], file='gate.py',
              hint='An AUC of twenty parcels jumps about by itself. Judge a slice only where it has policy["min_slice_rows"] parcels.')
    lab.check('What was not judged is told', set(map(str, few.get('unjudged') or [])) == {'hills', 'islands'}, expected='"unjudged": hills and islands', found=str(few.get('unjudged')), file='gate.py',
              hint='Silence reads like "all is well". List the slices that had too few parcels.')
    lab.check('With "min_slice_rows": 5 the same slice counts', not strict['promote'], expected='False', found='True', file='gate.py', hint='Read the number from the policy that decide() is given.')
    lab.check('With "max_slice_drop": 1 no fall is too much', lenient['promote'], expected='True', found=f"False: {lenient['reasons']}"[:300], file='gate.py',
              hint='Read the number from the policy that decide() is given.')
    lab.check('With "min_slice_rows": 2000 nothing of hills is judged', blind['promote'], expected='True', found=f"False: {blind['reasons']}"[:300], file='gate.py')
