#!/usr/bin/env python3
"""Holds the accelerator while many ask, and counts in how many calls they are answered."""
import time

import lab
from serving import Callers, Work, ask

draw = lab.rng()


def row():
    return [round(draw.uniform(0, 9), 3) for _ in range(4)]


def wait_for_call(work):
    """Until the accelerator is at work: whoever comes now has to wait for the next batch."""
    return lab.within('10s', lambda: lab.as_learner(['test', '-s', f'{work.folder}/state/calls']).code == 0)


with Work() as work:
    port = work.serve()
    for _ in range(3):
        one = row()
        status, told, _ = ask(port, row=one, timeout=10)
        lab.require('Somebody who is alone is answered', status == 200 and abs((lab.get(told, 'score') or -1) - sum(one) / 4) < 1e-6, expected=f'{sum(one) / 4:.4f}', found=f'{status or "no answer in 10 s"}: {told}', file='server.py',
                    hint='A batch must not wait until it is full: after a few milliseconds it goes with those who are there.')
    work.calls()
    work.hold()
    callers, rows = Callers(port), [row() for _ in range(64)]
    callers.start(rows[:1])
    lab.require('The accelerator is called', wait_for_call(work), expected='a call', found='none', file='server.py')
    callers.start(rows[1:])
    time.sleep(1.5)
    health = ask(port, '/health', timeout=5)[0]
    work.release()
    answers = callers.answers()
    lab.check('It answers /health while the accelerator works', health == 200, expected='200', found=str(health or 'no answer in 5 s'), file='server.py', docs='https://fastapi.tiangolo.com/async/',
              hint='In an async function the accelerator stops everything else. `await run_in_threadpool(accelerator.predict, rows)` calls it in a thread.')
    wrong = next((number for number, (answer, one) in enumerate(zip(answers, rows)) if answer[0] != 200 or abs((lab.get(answer[1], 'score') or -1) - sum(one) / 4) > 1e-6), None)
    lab.check('Everybody gets the answer to their own question', wrong is None, expected='64 right scores', found=None if wrong is None else f'caller {wrong + 1}: {answers[wrong][0]} {answers[wrong][1]}', file='server.py',
              hint='The scores come in the order of the rows. 32 rows fit into a batch.')
    calls = work.calls()
    lab.check('64 who ask at once are answered in few calls', len(calls) <= 6 and sum(calls) == 64, expected='6 calls or fewer, with 64 rows in all', found=f'{len(calls)} calls with {sum(calls)} rows, the largest of {max(calls, default=0)} rows', file='server.py',
              hint='Put the questions into a queue, and let one task take what is there, up to 32, and call the accelerator once for all of them.')
    work.hold()
    callers = Callers(port)
    good = [row() for _ in range(12)]
    callers.start([row()])
    wait_for_call(work)
    callers.start([*good[:6], [1.0, 2.0, 3.0], *good[6:]])
    time.sleep(1)
    work.release()
    _, *answers = callers.answers()
    bad = answers.pop(6)
    lab.check('A row that makes no sense is refused', bad[0] in (400, 422), expected='400', found=f'{bad[0]}: {bad[1]}', file='server.py', hint='Look at the row before it joins others.')
    lab.check('And spoils nothing for those who came with it', all(answer[0] == 200 for answer in answers), expected='12 times 200', found=', '.join(str(answer[0]) for answer in answers), file='server.py',
              hint='One bad row makes the accelerator refuse the whole batch. So no bad row may get into one.')
