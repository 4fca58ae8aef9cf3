#!/usr/bin/env python3
"""Training twice makes one model."""
import os
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor

import lab
from deliveries import deliveries
from scoring import require_probabilities
from watched import learner_ids

RANDOMNESS = 'https://scikit-learn.org/1.2/common_pitfalls.html#controlling-randomness'


def train(folder, number):
    """train.py as the learner, with nothing in common with another run but its files."""
    return lab.as_learner(['python3', 'train.py'], timeout=45, env={'MODEL_DIR': folder, 'PYTHONHASHSEED': number})


def differences(one, other):
    """In words, or nothing where the two are the same to the last bit."""
    apart = [abs(a - b) for a, b in zip(one, other) if a != b]
    return f'they disagree on {len(apart)} of {len(one)} deliveries, by up to {max(apart):.3f}' if apart else None


lab.require('train.py is there', os.path.exists('train.py'), expected='a file train.py', found='none')
base = tempfile.mkdtemp(prefix='contract-', dir='/tmp')
try:
    os.chmod(base, 0o755)
    folders = [os.path.join(base, name) for name in ('first', 'second')]
    for folder in folders:
        os.mkdir(folder)
        os.chown(folder, *learner_ids())
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(train, folders, (1, 2)))
    run = next((run for run in runs if not run), runs[0])
    said = run.err.strip().splitlines()
    lines = re.findall(re.escape(lab.workspace) + r'/(\S+)", line (\d+)', run.err)
    lab.require('python3 train.py ends well', bool(run), expected='exit code 0',
                found=said[-1] if said else run.ended, hint='Run it in the terminal to see the whole message.',
                file=lines[-1][0] if lines else 'train.py', line=int(lines[-1][1]) if lines else None)
    files = [os.path.join(folder, 'model.joblib') for folder in folders]
    lab.require('train.py writes model.joblib into the folder that MODEL_DIR names', all(map(os.path.exists, files)),
                expected='model.joblib in the folder of MODEL_DIR',
                found=', '.join(os.listdir(folders[0])) or 'an empty folder', file='train.py',
                hint="os.environ.get('MODEL_DIR', '/opt/ml/model') is the folder, wherever the program runs.")
    rows, _ = deliveries(lab.rng().getrandbits(32), 500)
    first, second, kept = require_probabilities([*files, 'model/model.joblib'], rows.tolist(), 'The models load')
    apart = differences(first, second)
    lab.require('Two runs of train.py make the same model', apart is None, expected='the same predictions, to the last digit',
                found=apart, docs=RANDOMNESS, file='train.py',
                hint='Every draw needs a seed: train_test_split and RandomForestClassifier each take random_state.')
    apart = differences(first, kept)
    lab.check('The model in model/ is the one that train.py makes', apart is None,
              expected='the same predictions, to the last digit', found=apart, file='train.py',
              hint='Run `python3 train.py` again: model/ holds the model of an older version of it.')
finally:
    shutil.rmtree(base, ignore_errors=True)
