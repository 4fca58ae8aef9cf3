"""Loads a model of the learner's in a process of the learner's, because loading a pickled model runs its code."""
import json

import lab

# Standard input and output, so that questions and labels stay out of the learner's reach.
CODE = '''
import json, sys
import joblib, numpy
rows = numpy.array(json.load(sys.stdin))
print(json.dumps([joblib.load(path).predict_proba(rows)[:, 1].tolist() for path in sys.argv[1:]]))
'''
PERSISTENCE = 'https://scikit-learn.org/1.2/model_persistence.html'


def require_probabilities(paths, rows, criterion):
    """What the model in each of these files says of the rows; ends the check where one says nothing usable."""
    result = lab.as_learner(['python3', '-c', CODE, *paths], input=json.dumps(rows), timeout=40)
    said = result.err.strip().splitlines()
    found = said[-1] if said else result.ended
    if result:
        try:
            answers = json.loads(result.out.strip().splitlines()[-1])
            odd = [values for values in answers if len(values) != len(rows) or not all(0 <= value <= 1 for value in values)]
            if not odd:
                lab.check(criterion, True)
                return answers
            found = f'{len(odd[0])} numbers from {min(odd[0])} to {max(odd[0])}'
        except (ValueError, TypeError, IndexError):
            found = result.out
    lab.require(
        criterion, False, expected=f'joblib.load() gives a model whose predict_proba() takes rows of {len(rows[0])} columns',
        found=found, docs=PERSISTENCE, file='train.py', hint='Save the fitted model itself, with joblib.dump(model, path).')
