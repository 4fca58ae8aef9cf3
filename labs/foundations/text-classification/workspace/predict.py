"""python3 predict.py MODEL MESSAGES.jsonl: prints a line `QUEUE PROBABILITY` for each message."""
import argparse

import data
import models

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('model')
    parser.add_argument('messages')
    options = parser.parse_args()
    for queue, probability in models.load(options.model).predict([message['text'] for message in data.load(options.messages)]):
        print(queue, f'{probability:.6f}')
