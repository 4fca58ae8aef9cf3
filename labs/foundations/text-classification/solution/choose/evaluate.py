"""python3 evaluate.py DATA.jsonl MODEL... [--max-ms N] [--max-kb N]: measures models and chooses one; prints a report in JSON."""
import argparse
import json
import os
import statistics
import time

import data
import models


def measure(model, messages, path):
    """What is known of a model after it was asked about `messages`: scores, and what else decides."""
    texts = [message['text'] for message in messages]
    scores = data.score([message['queue'] for message in messages], [queue for queue, _ in model.predict(texts)])
    took = []
    for text in texts[:100]:
        began = time.perf_counter()
        model.predict([text])
        took.append((time.perf_counter() - began) * 1000)
    return {**scores, 'ms': statistics.median(took), 'kb': os.path.getsize(path) / 1024}


def choose(measured, max_ms, max_kb, margin=0.01):
    """The name of the model to take: of those that may be taken and are within `margin` of the best, the fastest. None where none may be taken."""
    allowed = {name: model for name, model in measured.items() if model['ms'] <= max_ms and model['kb'] <= max_kb}
    best = max((model['macro_f1'] for model in allowed.values()), default=0)
    close = [name for name, model in allowed.items() if model['macro_f1'] >= best - margin]
    return min(close, key=lambda name: allowed[name]['ms'], default=None)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('data')
    parser.add_argument('models', nargs='+')
    parser.add_argument('--max-ms', type=float, default=50)
    parser.add_argument('--max-kb', type=float, default=1000)
    options = parser.parse_args()
    messages = data.load(options.data)
    measured = {path: measure(models.load(path), messages, path) for path in options.models}
    print(json.dumps({'models': measured, 'chosen': choose(measured, options.max_ms, options.max_kb)}, indent=1))
