"""Scores all records of an object store's prefix: python3 score.py [--model FILE] [--input FOLDER] [--output FOLDER]"""
import argparse
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


def scored(model, path):
    """Lines of output, one for each record of an object, in its order."""
    with open(path, encoding='utf-8') as file:
        records = [json.loads(line) for line in file]
    for start in range(0, len(records), BATCH):
        batch = records[start:start + BATCH]
        for record, score in zip(batch, model.predict_proba([record['features'] for record in batch])[:, 1]):
            yield json.dumps({'id': record['id'], 'score': float(score)}) + '\n'


def write(path, lines):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.writelines(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--model', default='model.joblib')
    parser.add_argument('--input', default='store/input')
    parser.add_argument('--output', default='store/output')
    options = parser.parse_args()

    model = joblib.load(options.model)
    for key in keys(options.input):
        write(os.path.join(options.output, key + '.out'), scored(model, os.path.join(options.input, key)))
        print(key, flush=True)


if __name__ == '__main__':
    main()
