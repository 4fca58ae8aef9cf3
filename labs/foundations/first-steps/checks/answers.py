#!/usr/bin/env python3
"""Asks the service that the learner started, on the port that learners and browsers use."""
import random

import lab
from service import Answer, ask, own_model

model = own_model()
km = random.randrange(201, 900)
right = model['base'] + model['per_km'] * km
answer = ask(8080, km) or Answer(
    found='nothing answers on port 8080',
    hint='Run `python3 service.py` in the terminal and leave it running.')
lab.check(
    'The service that you started answers',
    answer.hours is not None and abs(answer.hours - right) < 1e-6,
    expected=f'{right:.2f} hours for {km} km, from port 8080',
    found=answer.found,
    hint=answer.hint or
    'A running program keeps the code that it was started with. '
    'Press Ctrl+C in its terminal and start it again, with the line that you mended.',
    docs='https://docs.python.org/3/library/http.server.html')
