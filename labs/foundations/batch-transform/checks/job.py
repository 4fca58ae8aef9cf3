"""An object store of the check's own, a model that counts, and the learner's job run on both."""
import json
import math
import os
import pickle
import shutil
import sys
import tempfile

import lab

sys.path.append('/opt/store')
import store  # noqa: E402

DOCS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html'


class _Reference:
    """Pickled in a model's place: loading it imports `counting` from the check's folder."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name

    def __reduce__(self):
        return eval, (f"__import__('sys').path.append({self.folder!r}) or __import__('counting').load({self.name!r})",)


class Job:
    """A context manager: `input`, `output`, `objects` (records by key), `run()`."""

    def __init__(self, sizes):
        draw = lab.rng('store')
        self.draw = draw
        self.objects, start = {}, 0
        for number, size in enumerate(sizes):
            key = ['extra.jsonl', f'2026/{number % 4 + 1:02}/part-{number}.jsonl'][number > 0]
            self.objects[key] = store.customers(draw, size, start)
            start += size
        self.objects = dict(sorted(self.objects.items()))

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='batch-', dir='/tmp')
        self.input, self.output, self.state = (os.path.join(self.folder, name) for name in ('input', 'output', 'state'))
        for key in self.objects:
            self.put(key)
        os.mkdir(self.output)
        os.mkdir(self.state)
        shutil.copy(lab.data('counting.py'), self.folder)
        self.models = {name: self._model(name) for name in ('old', 'new')}
        for place, _, names in os.walk(self.folder):
            os.chmod(place, 0o755)
            for name in names:
                os.chmod(os.path.join(place, name), 0o644)
        for place in (self.output, self.state):
            os.chown(place, *(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':')))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def _model(self, name):
        weights = [self.draw.uniform(-1, 1) / scale for scale in (60, 30, 5, 1)]
        with open(os.path.join(self.folder, f'{name}.json'), 'w', encoding='ascii') as file:
            json.dump(weights, file)
        with open(os.path.join(self.folder, f'{name}.joblib'), 'wb') as file:
            pickle.dump(_Reference(self.folder, f'{name}.json'), file)
        return weights

    def put(self, key):
        path = os.path.join(self.input, key)
        store.write(path, self.objects[key])
        return path

    @property
    def records(self):
        return sum(map(len, self.objects.values()))

    def run(self, model='old', end_at=None):
        """Runs the job. Returns how it ended; `calls` then holds the sizes of its batches."""
        for name in ('calls', 'end-at'):
            if os.path.exists(os.path.join(self.state, name)):
                os.remove(os.path.join(self.state, name))
        if end_at:
            with open(os.path.join(self.state, 'end-at'), 'w', encoding='ascii') as file:
                file.write(str(end_at))
        ran = lab.as_learner(['python3', 'score.py', '--model', os.path.join(self.folder, f'{model}.joblib'), '--input', self.input,
                              '--output', self.output], timeout=40)
        try:
            with open(os.path.join(self.state, 'calls'), encoding='ascii') as file:
                self.calls = [int(line) for line in file]
        except FileNotFoundError:
            self.calls = []
        return ran

    def finish(self, model='old', criterion='The job runs to its end'):
        """Runs it; ends the check where it does not end well."""
        ran = self.run(model)
        said = ran.err.strip().splitlines()
        lab.require(criterion, bool(ran), expected='exit code 0', found=said[-1] if said else ran.ended, file='score.py',
                    hint='Run `python3 score.py` in the terminal to see the whole message.')

    def killed(self, end_at):
        """Runs it until the model has seen so many records, and kills it there."""
        ran = self.run(end_at=end_at)
        said = ran.err.strip().splitlines()
        lab.require('The job gives its records to the model', ran.code == -9, expected=f'it is killed after {end_at} records', file='score.py',
                    found=said[-1] if said else f'it ended with {ran.ended} after {sum(self.calls)} records')

    def right(self, key, model='old'):
        weights = self.models[model]
        return [(each['id'], 1 / (1 + math.exp(-sum(a * b for a, b in zip(each['features'], weights))))) for each in self.objects[key]]

    def there(self):
        """Keys in the output, but for what begins with `_`."""
        found = []
        for place, folders, names in os.walk(self.output):
            folders[:] = [name for name in folders if not name.startswith('_')]
            found += [os.path.relpath(os.path.join(place, name), self.output) for name in names if not name.startswith('_')]
        return sorted(found)

    def fault(self, key, model='old'):
        """What is wrong with the output of an object, in words; nothing where it is right."""
        try:
            with open(os.path.join(self.output, key + '.out'), encoding='utf-8') as file:
                lines = file.read().splitlines()
            told = [(each['id'], float(each['score'])) for each in map(json.loads, lines)]
        except OSError as error:
            return f'{key}.out: {error.strerror}'
        except (ValueError, KeyError, TypeError) as error:
            return f'{key}.out, line {len(lines)}: {error}'
        right = self.right(key, model)
        if len(told) != len(right):
            return f'{key}.out has {len(told)} lines for {len(right)} records'
        for number, (one, other) in enumerate(zip(told, right), 1):
            if one[0] != other[0]:
                return f'{key}.out, line {number}: {one[0]} in the place of {other[0]}'
            if abs(one[1] - other[1]) > 1e-9:
                return f'{key}.out, line {number}: {one[1]:.6f} instead of {other[1]:.6f} for {one[0]}'
        return None

    def judge(self, criterion, hint, model='old'):
        """One criterion: each object has its output, right to the last line. Ends the check where not."""
        faults = [fault for fault in (self.fault(key, model) for key in self.objects) if fault]
        lab.require(criterion, not faults, expected='for each KEY of the input a KEY.out, with one line {"id", "score"} for each record, in its order',
                    found=f'{faults[0]}; {len(faults)} of {len(self.objects)} objects are wrong' if faults else None, hint=hint, file='score.py', docs=DOCS)
