"""Scores the jobs of a queue, oldest first:  python3 worker.py --queue FOLDER --results FOLDER --failed FOLDER

A job is a file NAME.json in the queue; its score goes to results/NAME.json. Ends with 0 when the queue is empty. What cannot be
scored goes to failed/NAME.json, with the reason in failed/NAME.reason.
"""
import argparse
import json
import os

import model

ATTEMPTS = 3


def jobs(queue):
    return sorted(name for name in os.listdir(queue) if name.endswith('.json'))


def work(path, results):
    with open(path, encoding='utf-8') as file:
        job = json.load(file)
    score = model.score(job['features'])
    with open(os.path.join(results, os.path.basename(path)), 'w', encoding='utf-8') as file:
        json.dump({'id': job['id'], 'score': score}, file)


def notes(path):
    """The file that counts attempts, a letter each. On disk, because an attempt may end this process."""
    return path + '.attempts'


def attempts(path):
    return os.path.getsize(notes(path)) if os.path.exists(notes(path)) else 0


def note(path):
    with open(notes(path), 'a', encoding='ascii') as file:
        file.write('.')
        file.flush()
        os.fsync(file.fileno())


def forget(path):
    if os.path.exists(notes(path)):
        os.remove(notes(path))


def put_aside(path, failed, reason):
    name = os.path.basename(path)
    with open(os.path.join(failed, name.removesuffix('.json') + '.reason'), 'w', encoding='utf-8') as file:
        file.write(reason + '\n')
    os.replace(path, os.path.join(failed, name))
    forget(path)


def attempt(path, options):
    """One attempt. The job stays in the queue where another one makes sense."""
    if attempts(path) >= ATTEMPTS:
        put_aside(path, options.failed, f'ended the process in {ATTEMPTS} attempts')
        return
    note(path)
    try:
        work(path, options.results)
    except model.Busy as error:
        if attempts(path) >= ATTEMPTS:
            put_aside(path, options.failed, repr(error))
    except Exception as error:
        put_aside(path, options.failed, repr(error))
    else:
        os.remove(path)
        forget(path)


def main():
    parser = argparse.ArgumentParser()
    for folder in ('queue', 'results', 'failed'):
        parser.add_argument(f'--{folder}', required=True)
    options = parser.parse_args()
    for folder in (options.queue, options.results, options.failed):
        os.makedirs(folder, exist_ok=True)

    while names := jobs(options.queue):
        attempt(os.path.join(options.queue, names[0]), options)


if __name__ == '__main__':
    main()
