"""Scores all records of an object store's prefix: python3 score.py [--model FILE] [--input FOLDER] [--output FOLDER]"""
import argparse
import json
import os

import joblib


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--model', default='model.joblib')
    parser.add_argument('--input', default='store/input')
    parser.add_argument('--output', default='store/output')
    options = parser.parse_args()

    model = joblib.load(options.model)
    scores = []
    for name in os.listdir(options.input):
        path = os.path.join(options.input, name)
        if not name.endswith('.jsonl'):
            continue
        with open(path, encoding='utf-8') as file:
            for line in file:
                record = json.loads(line)
                score = model.predict_proba([record['features']])[0][1]
                scores.append({'id': record['id'], 'score': float(score)})
    os.makedirs(options.output, exist_ok=True)
    with open(os.path.join(options.output, 'scores.jsonl'), 'w', encoding='utf-8') as file:
        for score in scores:
            file.write(json.dumps(score) + '\n')
    print(f'{len(scores)} records')


if __name__ == '__main__':
    main()
