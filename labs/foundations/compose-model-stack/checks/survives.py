#!/usr/bin/env python3
"""Asks the API, takes the stack away and makes it anew, kills the cache: what was counted is still there."""
import lab
import stack

DOCS = 'https://docs.docker.com/engine/storage/volumes/'
with stack.Stack() as work:
    work.started()
    texts = stack.reviews(12)

    def counted():
        return lab.get(work.ask('/stats')[1], 'answered')

    def told(some):
        for text in some:
            work.ask('/predict', {'text': text})

    told(texts[:7])
    lab.require('Seven answers are counted', counted() == 7, expected=7, found=work.ask('/stats')[1])
    work.compose('down', '--timeout', '5')
    work.started()
    lab.require('They are after `docker compose down` and `up`', counted() == 7, expected='7 answers in GET /stats', found=f'{counted()}', docs=DOCS, file='compose.yaml',
                hint='`down` takes containers away, and what was in them. A named volume stays; it must be mounted where Redis writes: /data.')
    told(texts[7:])
    killed = stack.engine('podman', 'kill', '--signal', 'KILL', f'{work.name}_cache_1')
    lab.require('The cache can be killed', killed.code == 0, expected='a running cache', found=stack.tail(killed))
    lab.within('5s', lambda: not work.running('cache') or (lab.get(work.container('cache'), 'RestartCount') or 0) > 0)
    work.started()
    lab.check('They are after the cache was killed', counted() == 12, expected='12 answers in GET /stats', found=f'{counted()}', file='compose.yaml',
              docs='https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/',
              hint='Redis writes a snapshot when it is ended properly, and now and then. With `command: --appendonly yes` it writes each change down when it is made.')
    lab.check('What was asked before is remembered', lab.get(work.ask('/predict', {'text': texts[2]})[1], 'cached') is True, expected='"cached": true',
              found=str(work.ask('/predict', {'text': texts[2]})[1]), docs=DOCS, file='compose.yaml')
