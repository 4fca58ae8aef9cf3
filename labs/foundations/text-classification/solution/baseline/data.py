"""What customers wrote: reads it, divides it, and scores what a model says of it."""
import json
import random

from sklearn.metrics import f1_score, recall_score


def load(path):
    """A dict for each message: `text`, the `thread` it belongs to, and the `queue` where a person put it."""
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def split(messages, seed, share=0.2):
    """Two lots: messages to learn from, and those of a `share` of the threads to measure with. No thread is in both."""
    threads = sorted({message['thread'] for message in messages})
    random.Random(seed).shuffle(threads)
    away = set(threads[:round(len(threads) * share)])
    learned = [message for message in messages if message['thread'] not in away]
    return learned, [message for message in messages if message['thread'] in away]


def score(truth, told):
    """How good a model is, where every queue counts the same: the queues that are right, and those that it told."""
    queues = sorted(set(truth))
    recall = recall_score(truth, told, labels=queues, average=None, zero_division=0)
    return {'macro_f1': float(f1_score(truth, told, labels=queues, average='macro', zero_division=0)), 'recall': dict(zip(queues, recall.tolist()))}
