#!/usr/bin/env python3
"""Has score() judge answers that were drawn."""
import bench
import lab

with bench.Bench() as work:
    draw = work.draw
    queues = draw.sample(list(work.real), 3)
    truth = [queues[0]] * draw.randint(60, 80) + [queues[1]] * draw.randint(20, 30) + [queues[2]] * draw.randint(4, 7)
    draw.shuffle(truth)
    lazy = [queues[0]] * len(truth)
    mixed = [queue if draw.random() < 0.7 else draw.choice(queues) for queue in truth]
    told = work.call('import data\nprint(json.dumps([data.score(given["truth"], told) for told in given["told"]]))', {'truth': truth, 'told': [lazy, mixed, truth]}, file='data.py', name='data.score() can be called')
    for name, said, answers in (('Who always says the most frequent queue is worth little', told[0], lazy), ('Answers of which some are wrong', told[1], mixed), ('Answers of which none is', told[2], truth)):
        macro, recall = bench.macro_f1(truth, answers)
        found = lab.get(said, 'macro_f1')
        lab.check(f'{name}: macro_f1', isinstance(found, (int, float)) and abs(found - macro) < 1e-6, expected=f'{macro:.4f}', found=str(found), file='data.py',
                  hint="The mean of the F1 of each queue, large or small: f1_score(truth, told, average='macro'). 'micro' is the accuracy again, 'weighted' counts large queues more.",
                  docs='https://scikit-learn.org/1.2/modules/generated/sklearn.metrics.f1_score.html')
        found = lab.get(said, 'recall')
        lab.check(f'{name}: recall', isinstance(found, dict) and set(found) == set(recall) and all(isinstance(found[queue], (int, float)) and abs(found[queue] - recall[queue]) < 1e-6 for queue in recall),
                  expected=', '.join(f'{queue} {share:.2f}' for queue, share in recall.items()), found=str(found), file='data.py',
                  hint='For each queue of `truth` its own: how much of what belongs there was put there.')
