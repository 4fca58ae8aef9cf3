#!/usr/bin/env python3
"""Starts the stack and asks the API twice: the second answer comes from the cache, in a container of its own."""
import lab
import stack

with stack.Stack() as work:
    work.started('In a container, localhost is that container. Other services are reached by their name in compose.yaml.')
    text = stack.reviews(1)[0]
    status, first = work.ask('/predict', {'text': text})
    again = work.ask('/predict', {'text': text})[1]
    lab.check('A review gets a label and a score', status == 200 and lab.get(first, 'cached') is False, expected='a label, a score, "cached": false', found=f'{status}: {first}')
    lab.check('Asked again, the answer comes from the cache', lab.get(again, 'cached') is True and lab.get(again, 'score') == lab.get(first, 'score'),
              expected='the same score, "cached": true', found=str(again))
    lab.check('The cache is a service of its own', work.running('cache'), expected='a running container of the service cache', found=work.logs('cache') or 'none',
              file='compose.yaml', docs='https://docs.docker.com/compose/how-tos/networking/')
