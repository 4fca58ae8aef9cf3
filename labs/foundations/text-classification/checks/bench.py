"""The learner's programs, in a folder of their own, on messages that they never had."""
import importlib.util
import json
import os
import shutil
import tempfile

import lab

COPY = 'mkdir "$1" && cp ./*.py "$1"'
TREES = ['alder', 'aspen', 'birch', 'cedar', 'hazel', 'larch', 'maple', 'rowan', 'spruce', 'willow']


def generator():
    """The program that wrote the learner's messages."""
    spec = importlib.util.spec_from_file_location('make', '/opt/tickets/make.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def last(ran):
    said = (ran.err or ran.out).strip().splitlines()
    return said[-1][-300:] if said else ran.ended


def macro_f1(truth, told):
    """Macro-F1 over the queues of `truth`, and the recall of each, written anew."""
    f1, recall = [], {}
    for queue in sorted(set(truth)):
        both = sum(t == o == queue for t, o in zip(truth, told))
        f1.append(2 * both / (truth.count(queue) + told.count(queue)))
        recall[queue] = both / truth.count(queue)
    return sum(f1) / len(f1), recall


class Bench:
    """A context manager. Queues have other names here than in the learner's data: they are to be learned, not known."""

    def __enter__(self):
        self.make, self.seed, self.draw = generator(), os.environ.get('LAB_SEED', '0'), lab.rng('bench')
        queues = list(self.make.QUEUES)
        self.named = dict(zip(queues, self.draw.sample(TREES, len(queues))))
        self.real = {name: queue for queue, name in self.named.items()}
        self.base = tempfile.mkdtemp(prefix='tickets-', dir='/tmp')
        self.own(self.base)
        self.folder = os.path.join(self.base, 'copy')
        copied = lab.as_learner(['sh', '-c', COPY, 'sh', self.folder])
        lab.require('Your programs can be copied', bool(copied), expected='a copy of *.py', found=copied.err.strip())
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.base, ignore_errors=True)

    def own(self, path):
        os.chown(path, *(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':')))

    def lot(self, name, count):
        """Messages of so many conversations, with the names that queues have here."""
        return [{**message, 'queue': self.named[message['queue']]} for message in self.make.messages(self.seed, name, count)]

    def write(self, messages):
        path = os.path.join(self.base, f'{self.draw.getrandbits(60):x}.jsonl')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(self.make.lines(messages))
        self.own(path)
        return path

    def train(self, name, messages, seed=1, epochs=None, hashseed='0'):
        """Path of the model that train.py saved, and what it said. Ends the check where there is none."""
        source, model = self.write(messages), os.path.join(self.base, name)
        ran = lab.as_learner(['python3', '-W', 'ignore', 'train.py', source, model, '--seed', str(seed), *(['--epochs', str(epochs)] if epochs else [])],
                             cwd=self.folder, timeout=240, env={'PYTHONHASHSEED': hashseed})
        os.unlink(source)
        lab.require('train.py trains and saves a model', bool(ran) and os.path.exists(model), expected='a model file', found=last(ran), file='train.py',
                    hint=f'Run it in the terminal: python3 train.py data/tickets.jsonl {name}')
        try:
            said = json.loads(ran.out.strip().splitlines()[-1])
        except (ValueError, IndexError):
            said = None
        lab.require('train.py says how good it is, in JSON', isinstance(said, dict), expected='{"...": 0.8}', found=ran.out.strip()[-200:] or 'nothing', file='train.py')
        return model, said

    def predict(self, model, texts):
        """A queue and a probability for each text. Ends the check where there are none."""
        asked = self.write([{'text': text} for text in texts])
        ran = lab.as_learner(['python3', '-W', 'ignore', 'predict.py', model, asked], cwd=self.folder, timeout=90)
        os.unlink(asked)
        try:
            told = [(line.split()[0], float(line.split()[1])) for line in ran.out.splitlines()] if ran else None
        except (ValueError, IndexError):
            told = None
        lab.require('predict.py prints a queue and a probability for each message', told is not None and len(told) == len(texts), expected=f'{len(texts)} lines like `payment 0.981234`',
                    found=last(ran) if told is None else f'{len(told)} lines', file='predict.py', hint='Run it in the terminal: python3 predict.py baseline.pkl data/later.jsonl')
        odd = {queue for queue, _ in told} - set(self.real)
        lab.require('It knows the queues that it learned from, and no others', not odd, expected='queues of the messages it was trained with', found=', '.join(sorted(odd))[:100], file='predict.py',
                    hint='Queues come from the data. Written into a program, they are wrong as soon as somebody opens a new one; here they have other names.')
        return told

    def exam(self, model, messages):
        """Macro-F1 on these messages, and the recall of each queue by the name that the learner knows."""
        found, recall = macro_f1([message['queue'] for message in messages], [queue for queue, _ in self.predict(model, [message['text'] for message in messages])])
        return found, {self.real[queue]: share for queue, share in recall.items()}

    def call(self, code, given=None, file=None, hashseed='0', timeout=60, name='Your functions can be called'):
        """What `code` prints as JSON in its last line, run as the learner beside their programs; `given` is there as a variable."""
        program = f'import json, sys\nsys.path.insert(0, ".")\ngiven = json.load(sys.stdin)\n{code}'
        ran = lab.as_learner(['python3', '-W', 'ignore', '-c', program], cwd=self.folder, timeout=timeout, env={'PYTHONHASHSEED': hashseed}, input=json.dumps(given))
        try:
            told, fine = (json.loads(ran.out.strip().splitlines()[-1]), True) if ran else (None, False)
        except (ValueError, IndexError):
            told, fine = None, False
        lab.require(name, fine, expected='an answer', found=last(ran), file=file)
        return told


def marked(draw, threads, turns, queues):
    """Conversations that say nothing but three words of their own, over and over, and whose queue was drawn by lot. Also their words."""
    letters = 'bcdfghjklmnpqrstvwxz'
    every, own = [], []
    for number in draw.sample(range(100000), threads):
        words = [''.join(draw.choice(letters) for _ in range(9)) for _ in range(3)]
        queue = draw.choice(queues)
        own.append(words[0])
        every += [{'thread': f'T{number:05}', 'text': f'please look at {" ".join(draw.sample(words, 3))} again', 'queue': queue} for _ in range(turns)]
    draw.shuffle(every)
    return every, own
