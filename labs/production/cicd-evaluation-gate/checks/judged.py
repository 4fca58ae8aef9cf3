#!/usr/bin/env python3
"""Better models pass the gate, worse ones do not, and the exit code says which."""
import bench
import lab

with bench.Bench() as work:
    registry = work.registry(work.model(1.0))
    for noise, what, right in ((0.4, 'a better candidate', 0), (1.8, 'a worse candidate', 1)):
        ran = work.run('gate.py', work.model(noise), registry)
        lab.require(f'gate.py ends with {right} for {what}', ran.code == right, expected=f'exit code {right}', found=f'{ran.ended}: {bench.last(ran) if ran.err.strip() else ran.out[:200]}',
                    file='gate.py', hint='`promote` in what decide() returns is what the exit code is made from.')
    questions, wanted = [], []
    for old, new in ((1.0, 0.5), (0.8, 0.3), (0.5, 1.1), (0.3, 2.0)):
        truth, groups, rows = work.sample(4000)
        questions.append([truth, groups, work.scores(rows, old), work.scores(rows, new), bench.POLICY])
        wanted.append(new < old)
    for answer, better in zip(bench.decided(questions), wanted):
        lab.check(f'A candidate that is clearly {"better is promoted" if better else "worse is not promoted"}', answer['promote'] == better, expected=str(better),
                  found=f"{answer['promote']}, sure {answer.get('sure')}, reasons {answer['reasons']}"[:300], file='gate.py')
        lab.check('A refusal has a reason', better or bool(answer['reasons']), expected='a text in "reasons"', found='none', file='gate.py',
                  hint='Whoever trained the candidate for a week wants to know why.')
