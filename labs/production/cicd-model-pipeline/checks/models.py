"""What a model is worth, measured on readings that nobody has seen. Only the learner's user ever loads one."""
import json
import os
import shutil
import sys

import forge
import lab

sys.path.insert(0, '/opt/plant')
import plant  # noqa: E402  (the lab's own generator, put there by the lab)

RUN = '''
import json, sys
import joblib
from features import read
model = joblib.load(sys.argv[1])
rows, _ = read(sys.argv[2])
print(json.dumps({'scores': model.predict_proba(rows)[:, 1].tolist(), 'trained_in': getattr(model, 'trained_in', None)}))
'''


def unseen(count=1200):
    return list(plant.readings(os.environ.get('LAB_SEED', '0'), 'unseen', count))


def examine(model, commit, rows):
    """`scores` for these readings and `trained_in`, as the code of the commit reads them; ends the check where it cannot."""
    folder = forge.clone(commit)
    try:
        with open(os.path.join(folder, 'model.joblib'), 'wb') as file:
            file.write(model)
        # Without the answers: what judges the model must not be what the model can read.
        plant.write(os.path.join(folder, 'unseen.csv'), [[*row[:-1], 0] for row in rows])
        result = lab.as_learner([sys.executable, '-c', RUN, 'model.joblib', 'unseen.csv'], cwd=folder, timeout='30s')
        try:
            return json.loads(result.out.strip().splitlines()[-1])
        except (IndexError, ValueError):
            said = (result.err.strip().splitlines() or [result.ended])[-1]
            lab.require('The model loads and predicts', False, expected='probabilities from predict_proba', found=said,
                        hint='The check runs `features.read` and `model.predict_proba` as your evaluate.py does.')
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def auc(labels, scores):
    """How often a failed pump is rated above a sound one; ties count half."""
    order = sorted(range(len(scores)), key=lambda index: scores[index])
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and scores[order[end + 1]] == scores[order[start]]:
            end += 1
        for index in order[start:end + 1]:
            ranks[index] = (start + end) / 2 + 1
        start = end + 1
    positive = sum(labels)
    total = sum(rank for rank, label in zip(ranks, labels) if label)
    return (total - positive * (positive + 1) / 2) / (positive * (len(labels) - positive))


def trained(pipeline):
    """The model that the train stage left, as bytes; ends the check where it left none."""
    files = pipeline.files('train')
    found = 'nothing' if not files else ', '.join(sorted(files))
    if 'train' not in pipeline.stages:
        found = f'no stage called train: {pipeline.story()}'
    lab.require('The train stage keeps build/model.joblib', 'build/model.joblib' in files,
                expected='build/model.joblib among the artefacts of the stage train', found=found,
                hint='A job hands on what its `artifacts: paths:` name, and nothing else. The paths start at the top of the repository.'
                + forge.unsaved(), docs='https://docs.gitlab.com/ee/ci/jobs/job_artifacts.html')
    return pipeline.fetch(files['build/model.joblib'])
