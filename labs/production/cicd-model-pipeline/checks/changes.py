"""The commits that checks put on top of the learner's: a good one, and those that a pipeline must stop."""
import csv
import os
import random

import forge

TESTS = '''
import pytest

import features


@pytest.mark.parametrize('fahrenheit, celsius', [(32, 0), (50, 10), (212, 100)])
def test_celsius_as_the_check_sees_it(fahrenheit, celsius):
    assert features.celsius(fahrenheit) == pytest.approx(celsius)
'''
BROKEN = '''

def celsius(fahrenheit):
    return fahrenheit
'''
# What the train stage makes says so from then on. Whoever trains again in another stage says that instead.
MARK = '''

import os as _os
import joblib as _joblib
_marked = _joblib.load('build/model.joblib')
_marked.trained_in = _os.environ.get('CI_JOB_STAGE')
_joblib.dump(_marked, 'build/model.joblib')
'''


def tests(folder):
    path = 'tests/test_by_the_check.py'
    os.makedirs(os.path.join(folder, 'tests'), exist_ok=True)
    return forge.append(folder, path, TESTS)


def good():
    """More tests, which hold, and a model that says where it was trained."""
    return forge.try_change('good', 'Test temperatures once more', lambda folder: [tests(folder), forge.append(folder, 'train.py', MARK)])


def broken():
    """Code that does not do what its tests say."""
    return forge.try_change('broken', 'Simplify celsius()', lambda folder: [tests(folder), forge.append(folder, 'features.py', BROKEN)])


def mislabelled(folder):
    path = os.path.join(folder, 'data', 'train.csv')
    with open(path, newline='', encoding='utf-8') as file:
        header, *rows = csv.reader(file)
    labels = [row[-1] for row in rows]
    # The same in every check, so that they share the pipeline.
    random.Random(os.environ.get('LAB_SEED', '0')).shuffle(labels)
    with open(path, 'w', newline='', encoding='utf-8') as file:
        csv.writer(file, lineterminator='\n').writerows([header, *([*row[:-1], label] for row, label in zip(rows, labels))])
    return ['data/train.csv']


def worse():
    """Training data whose labels were mixed up: the model learns nothing."""
    return forge.try_change('worse', 'Update the training data', mislabelled)


def higher_bar(auc):
    def change(folder):
        with open(os.path.join(folder, 'quality.json'), 'w', encoding='utf-8') as file:
            file.write('{"min_auc": %s}\n' % auc)
        return ['quality.json']
    return forge.try_change('bar', f'Ask for an AUC of {auc}', change)
