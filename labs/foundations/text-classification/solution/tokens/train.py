"""python3 train.py DATA.jsonl MODEL [--seed N] [--epochs N]: trains MODEL.pkl (the baseline) or MODEL.pt (the network), prints how good it is."""
import argparse
import json

import data
import models
from tokens import Vocabulary

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('data')
    parser.add_argument('model')
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--epochs', type=int, default=10)
    options = parser.parse_args()
    messages = data.load(options.data)
    learned, held = data.split(messages, options.seed)
    vocabulary = Vocabulary([message['text'] for message in learned])
    model = models.kind(options.model)(vocabulary)
    model.fit(learned, options.seed, options.epochs)
    model.save(options.model)
    told = [queue for queue, _ in model.predict([message['text'] for message in held])]
    print(json.dumps(data.score([message['queue'] for message in held], told)))
