"""python3 evaluate.py DATA.jsonl MODEL... [--max-ms N] [--max-kb N]: measures models and chooses one; prints a report in JSON."""
import argparse
import json

import data
import models


def measure(model, messages, path):
    """What is known of a model after it was asked about `messages`: scores, and what else decides."""
    told = [queue for queue, _ in model.predict([message['text'] for message in messages])]
    return data.score([message['queue'] for message in messages], told)


def choose(measured, max_ms, max_kb, margin=0.01):
    """The name of the model to take: so far the first one."""
    return next(iter(measured))


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
