#!/usr/bin/env python3
"""Builds the learner's image, with another model in the folder, runs it, and asks it."""
import inner
import lab
import reviews

own = reviews.model()
with inner.copy_with(own) as folder, inner.built(folder) as image, inner.started(image) as container:
    inner.answering(container, 'The service in the container answers on port 8080',
                    'CMD says what runs in the container. What it needs must have been copied into the image.')
    lab.check('A container stays up', container.running(), expected='running', found=container.found())
    status, told = container.ask('/health')
    lab.require('The model is in the image', status == 200, expected='GET /health answers 200', found=f'{status}: {told}',
                hint='The image holds what COPY put there, and nothing else of your folder. app.py looks for model.json where it was started.',
                docs='https://docs.docker.com/reference/dockerfile/#copy', file='Dockerfile')
    text = reviews.review(own['weights'])
    status, told = container.ask('/predict', {'text': text})
    right = reviews.answer(own, text)
    lab.check('It predicts as the model in the folder says', told == right, expected=right, found=f'{status}: {told}',
              hint='The check built your image from a copy of your folder with other numbers in model.json. Copy that file, do not write it in.')
