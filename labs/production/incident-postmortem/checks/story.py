"""This learner's outage, and worker folders of the check's own."""
import hashlib
import json
import os
import shutil
import sys
import tempfile

import lab

sys.path.append('/opt/outage')
import outage  # noqa: E402


def own():
    """The outage that this learner was given."""
    return outage.Outage(os.environ['LAB_SEED'])


def learner_ids():
    return tuple(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':'))


class Queue:
    """A context manager: the learner's worker.py with a model that notes its calls, and folders of its own."""

    def __enter__(self):
        self.base = tempfile.mkdtemp(prefix='queue-', dir='/tmp')
        os.chown(self.base, *learner_ids())
        self.code = os.path.join(self.base, 'code')
        copied = lab.as_learner(['sh', '-c', 'mkdir "$1" && cp *.py "$1"', 'sh', self.code])
        lab.require('Your programs can be copied', bool(copied), expected='worker.py', found=copied.err.strip())
        with open(lab.data('watched_model.py'), encoding='utf-8') as file:
            lab.as_learner(['tee', f'{self.code}/model.py'], input=file.read())
        for folder in ('queue', 'results', 'failed', 'calls'):
            lab.as_learner(['mkdir', f'{self.base}/{folder}'])
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.base, ignore_errors=True)

    def fill(self, jobs):
        """Jobs (or texts that are none) as files in this order."""
        made = tempfile.mkdtemp(prefix='jobs-', dir='/tmp')
        try:
            outage.put(made, jobs)
            os.chmod(made, 0o755)
            lab.as_learner(['sh', '-c', 'cp "$1"/*.json "$2"', 'sh', made, f'{self.base}/queue'])
        finally:
            shutil.rmtree(made)

    def supervise(self, limit):
        """Starts the worker until it ends with 0; how often it was started, and how it last ended."""
        for start in range(1, limit + 1):
            words = [word for folder in ('queue', 'results', 'failed') for word in (f'--{folder}', f'{self.base}/{folder}')]
            ran = lab.as_learner(['sh', '-c', 'ulimit -c 0; exec "$@"', 'sh', 'python3', f'{self.code}/worker.py', *words], cwd=self.code, timeout=30)
            if ran:
                return start, 'ended with 0'
            said = ran.err.strip().splitlines()
            if ran.timed_out:
                return start, 'did not end in 30 seconds'
        return limit, f'{ran.ended}: {said[-1] if said else "no message"}'

    def names(self, folder):
        return sorted(name for name in os.listdir(f'{self.base}/{folder}') if name.endswith('.json'))

    def read(self, folder, name):
        """A JSON file, read as the learner; its text where it is none."""
        text = lab.as_learner(['cat', f'{self.base}/{folder}/{name}']).out
        try:
            return json.loads(text)
        except ValueError:
            return text

    def calls(self, job):
        """How often the model was asked about these features."""
        path = f'{self.base}/calls/{key(job)}'
        return os.path.getsize(path) if os.path.exists(path) else 0


def key(job):
    import hashlib
    return hashlib.sha256(json.dumps(job.get('features')).encode()).hexdigest()[:24]
