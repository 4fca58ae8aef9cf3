"""Scores all records of an object store's prefix: python3 score.py [--model FILE] [--input FOLDER] [--output FOLDER]"""
import argparse
import hashlib
import json
import os

import joblib

BATCH = 200


def keys(folder):
    """Names of the objects under a prefix, as a store lists them: sorted, without the prefix."""
    found = []
    for place, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(place, name), folder) for name in names if name.endswith('.jsonl')]
    return sorted(found)


def digest(path):
    """What an object holds, in a few letters: a store calls it ETag."""
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def read(path):
    """The text of an object, or nothing where there is none."""
    try:
        with open(path, encoding='utf-8') as file:
            return file.read()
    except FileNotFoundError:
        return None


def scored(model, path):
    """Lines of output, one for each record of an object, in its order."""
    with open(path, encoding='utf-8') as file:
        records = [json.loads(line) for line in file]
    for start in range(0, len(records), BATCH):
        batch = records[start:start + BATCH]
        for record, score in zip(batch, model.predict_proba([record['features'] for record in batch])[:, 1]):
            yield json.dumps({'id': record['id'], 'score': float(score)}) + '\n'


def write(path, lines):
    """The object appears whole or not at all, as with a store's PUT: written beside its place, then moved there."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    unfinished = path + '.part'
    with open(unfinished, 'w', encoding='utf-8') as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--model', default='model.joblib')
    parser.add_argument('--input', default='store/input')
    parser.add_argument('--output', default='store/output')
    options = parser.parse_args()

    model = joblib.load(options.model)
    model_digest = digest(options.model)
    for key in keys(options.input):
        source = os.path.join(options.input, key)
        # What the output was made of. Written after it, so a crash in between costs a second run and no wrong answer.
        checkpoint = os.path.join(options.output, '_checkpoints', key)
        made_of = f'{digest(source)} {model_digest}\n'
        if read(checkpoint) != made_of:
            write(os.path.join(options.output, key + '.out'), scored(model, source))
            write(checkpoint, [made_of])
            print(key, flush=True)


if __name__ == '__main__':
    main()
