#!/usr/bin/env python3
"""Asks containers of one image, with different thresholds, about one review."""
import inner
import lab
import reviews

own = reviews.model()
# A review that the model is unsure about, so that thresholds on both sides of its score make sense.
texts = [reviews.review(own['weights'], 2 + turn % 5, str(turn)) for turn in range(500)]
text = min(texts, key=lambda each: abs(reviews.score(own, each) - 0.45))
score = reviews.score(own, text)
below, above = round(score - 0.1, 2), round(score + 0.1, 2)
with inner.copy_with(own) as folder, inner.built(folder) as image:
    for threshold in (below, above, None):
        env = {} if threshold is None else {'THRESHOLD': threshold}
        with inner.started(image, env=env, host=inner.HERE) as container:
            said = 'no THRESHOLD' if threshold is None else f'THRESHOLD={threshold}'
            inner.answering(container, f'With {said} it starts', 'THRESHOLD is a number between 0 and 1, and 0.5 where it is not set.')
            right = reviews.answer(own, text, 0.5 if threshold is None else threshold)
            status, told = container.ask('/predict', {'text': text})
            lab.check(f'With {said} a score of {score} is {right["label"]}', told == right, expected=right,
                      found=f'{status}: {told}' if status else f'no answer; the log ends: {container.logs().strip()[-200:]}',
                      hint="Read it where the program starts: float(os.environ.get('THRESHOLD', '0.5')). What comes from the environment is text.",
                      file='app.py')
