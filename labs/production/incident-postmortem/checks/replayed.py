#!/usr/bin/env python3
"""The outage again, with this learner's own jobs: the worker must get past the job that stopped it."""
import lab
import story

outage = story.own()
jobs = outage.jobs()
with story.Queue() as queue:
    queue.fill(jobs)
    starts, ended = queue.supervise(6)
    lab.require('The worker gets through the queue of that morning', ended == 'ended with 0', expected='it ends with 0', found=f'{ended}, after {starts} starts; {len(queue.names("queue"))} jobs wait',
                file='worker.py', hint='What goes wrong with one job must stay with that job: catch it around work(), and go on with the next one.')
    lab.check('Without being started again', starts == 1, expected='one start', found=f'{starts} starts', file='worker.py', hint='An exception of one job is no reason to end.')
    lab.check('The queue is empty', not queue.names('queue'), expected='no job', found=', '.join(queue.names('queue'))[:100], file='worker.py')
    done = queue.names('results')
    lab.check('Every other job has its score', len(done) == len(jobs) - 1 and '00000.json' not in done, expected=f'{len(jobs) - 1} results', found=f'{len(done)}', file='worker.py')
    lab.check('The one that stopped it is kept in the folder of --failed', queue.read('failed', '00000.json') == jobs[0], expected=f'{outage.cause}, as it was', file='worker.py',
              found=', '.join(queue.names('failed'))[:100] or 'an empty folder', hint='os.replace(path, os.path.join(options.failed, name)). Whoever sent it wants it back; deleting it would hide the mistake.')
    reason = lab.as_learner(['cat', f'{queue.base}/failed/00000.reason']).out.strip()
    lab.check('With the reason beside it', bool(reason), expected='a text in failed/00000.reason', found=reason or 'no such file', file='worker.py', hint='Write str(error), or better repr(error), to NAME.reason.')
