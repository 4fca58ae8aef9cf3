"""Scores the jobs of a queue, oldest first:  python3 worker.py --queue FOLDER --results FOLDER --failed FOLDER

A job is a file NAME.json in the queue; its score goes to results/NAME.json. Ends with 0 when the queue is empty.
"""
import argparse
import json
import os

import model


def jobs(queue):
    return sorted(name for name in os.listdir(queue) if name.endswith('.json'))


def work(path, results):
    with open(path, encoding='utf-8') as file:
        job = json.load(file)
    score = model.score(job['features'])
    with open(os.path.join(results, os.path.basename(path)), 'w', encoding='utf-8') as file:
        json.dump({'id': job['id'], 'score': score}, file)


def main():
    parser = argparse.ArgumentParser()
    for folder in ('queue', 'results', 'failed'):
        parser.add_argument(f'--{folder}', required=True)
    options = parser.parse_args()
    for folder in (options.queue, options.results, options.failed):
        os.makedirs(folder, exist_ok=True)

    while names := jobs(options.queue):
        path = os.path.join(options.queue, names[0])
        work(path, options.results)
        os.remove(path)


if __name__ == '__main__':
    main()
