#!/usr/bin/env python3
"""Training twice makes one model, and it is made of the data: not of chance, and not of a model that was there before."""
import os
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor

import lab
from deliveries import FEATURES, deliveries
from scoring import require_probabilities
from watched import learner_ids

RANDOMNESS = 'https://scikit-learn.org/1.2/common_pitfalls.html#controlling-randomness'
draw = lab.rng()


def other_deliveries():
    """A file like data/deliveries.csv, of deliveries that nobody has seen."""
    rows, late = deliveries(draw.getrandbits(32), 600)
    lines = [','.join([*FEATURES, 'late'])]
    lines += [','.join(f'{value:g}' for value in row) + f',{label}' for row, label in zip(rows, late)]
    return '\n'.join(lines) + '\n'


# All of it as the learner: root must not follow links that a learner's folder may hold.
COPY = '''
mkdir "$1" && tar -C "$2" --exclude=./model --exclude=./.git -cf - . | tar -C "$1" -xf - &&
cd "$1" && mkdir -p data && rm -f data/deliveries.csv && cat > data/deliveries.csv
'''


def copy_of_folder(path, data):
    """The learner's program in a folder of its own, with other data and no model."""
    copied = lab.as_learner(['sh', '-c', COPY, 'sh', path, lab.workspace], input=data, timeout=30)
    lab.require('Your folder can be copied', bool(copied), expected='files that can be read', found=copied.err.strip() or copied.ended,
                hint='Keep this folder to the files of the lab: the check trains on a copy of it.')


def train(number, folder, target):
    """train.py as the learner, with nothing in common with another run but its files."""
    command = ['sh', '-c', 'mkdir "$MODEL_DIR" && exec python3 train.py']
    return lab.as_learner(command, cwd=folder, timeout=90, env={'MODEL_DIR': target, 'PYTHONHASHSEED': number})


def judge_run(run, folder):
    said = run.err.strip().splitlines()
    lines = re.findall(r'File "' + re.escape(folder) + r'/(\S+)", line (\d+)', run.err)
    lab.require('python3 train.py ends well', bool(run), expected='exit code 0', found=said[-1] if said else run.ended,
                hint='Run it in the terminal to see the whole message.',
                file=lines[-1][0] if lines else 'train.py', line=int(lines[-1][1]) if lines else None)


def apart(one, other):
    """In words how two models differ, or nothing where they say the same to the last bit."""
    gaps = [abs(a - b) for a, b in zip(one, other) if a != b]
    return f'they disagree on {len(gaps)} of {len(one)} deliveries, by up to {max(gaps):.3f}' if gaps else None


def check(base):
    data = other_deliveries()
    copies = [os.path.join(base, name) for name in ('one', 'two')]
    for path in copies:
        copy_of_folder(path, data)
    folders = [*copies, lab.workspace]
    targets = [os.path.join(base, f'model-{number}') for number in range(3)]
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(train, (1, 2, 3), folders, targets))
    failed = next((number for number, run in enumerate(runs) if not run), 0)
    judge_run(runs[failed], folders[failed])
    files = [os.path.join(target, 'model.joblib') for target in targets]
    lab.require('train.py writes model.joblib into the folder that MODEL_DIR names', all(map(os.path.exists, files)),
                expected='model.joblib in the folder of MODEL_DIR',
                found=', '.join(os.listdir(targets[0])) or 'an empty folder', file='train.py',
                hint="os.environ.get('MODEL_DIR', '/opt/ml/model') is the folder, wherever the program runs.")
    rows, _ = deliveries(draw.getrandbits(32), 500)
    first, second, own, kept = require_probabilities([*files, 'model/model.joblib'], rows.tolist(), 'The models load')
    lab.require('Two runs on the same data make the same model', apart(first, second) is None,
                expected='the same predictions, to the last digit', found=apart(first, second), docs=RANDOMNESS, file='train.py',
                hint='Every draw needs a seed: train_test_split and RandomForestClassifier each take random_state.')
    lab.require('Other data make another model', apart(first, own) is not None,
                expected='a model of the data/deliveries.csv beside train.py, of which the check has one of its own',
                found='the same predictions as with your data', file='train.py',
                hint="Train on 'data/deliveries.csv', as the starter did, each time the program runs.")
    lab.check('The model in model/ is the one that train.py makes', apart(own, kept) is None,
              expected='the same predictions, to the last digit', found=apart(own, kept), file='train.py',
              hint='Run `python3 train.py` again: model/ holds what another version of it made.')


lab.require('train.py is there', os.path.exists('train.py'), expected='a file train.py', found='none')
base = tempfile.mkdtemp(prefix='contract-', dir='/tmp')
try:
    os.chown(base, *learner_ids())
    check(base)
finally:
    shutil.rmtree(base, ignore_errors=True)
