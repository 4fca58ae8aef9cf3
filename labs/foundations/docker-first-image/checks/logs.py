#!/usr/bin/env python3
"""Sends requests and looks for them in what the engine collected from the container's stdout."""
import inner
import lab
import reviews

with inner.built() as image, inner.started(image, host=inner.HERE) as container:
    inner.answering(container, 'The service answers', 'Does it start? `docker run --rm reviews`')
    secret = reviews.review({f'word{number}': 1 for number in range(90)}, 3)
    container.ask('/predict', {'text': secret})
    container.ask('/nowhere')
    lines = []

    def seen():
        lines[:] = container.logs().splitlines()
        return (any('/predict' in line and '200' in line for line in lines) and any('/nowhere' in line and '404' in line for line in lines))

    found = lab.within('3s', seen)
    lab.check('Each request is a line with its path and status', found, expected='lines like "POST /predict 200" and "GET /nowhere 404"',
              found='\n'.join(lines[-5:]) or 'an empty log',
              hint='`docker logs` shows what the program writes to stdout and stderr. In app.py, what is `log`? Write it out at once: `flush`.', file='app.py',
              docs='https://docs.docker.com/engine/logging/')
    lab.check('No review is in the log', secret not in '\n'.join(lines), expected='requests without what people wrote', found=f'"{secret}"',
              hint='Logs are copied to places that many people read. Leave out what customers wrote.', file='app.py')
