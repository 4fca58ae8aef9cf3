"""What the learner's rules make of stories that the check tells: series are written down second by second, and promtool computes."""
import json
import os
import re
import shutil
import tempfile

import lab

EDGES = (0.05, 0.1, 0.25, 0.5, 1.0, 10.0)


class Replica:
    """Series of one replica. Seconds pass one by one: `second(...)`, `away()`."""

    def __init__(self, name):
        self.name, self.totals, self.buckets, self.sum = name, {}, [0] * (len(EDGES) + 1), 0.0
        self.seconds, self.series = 0, {}

    def second(self, ok=0, bad=0, failed=0, took=0.03, slow=0, slow_took=0.45):
        """So many answers 200, 400 and 500; each took so long, but `slow` of them (a number) slow_took."""
        for code, more in (('200', ok), ('400', bad), ('500', failed)):
            # As in a real client, a series is there from its first answer on.
            if more or code in self.totals:
                self.totals[code] = self.totals.get(code, 0) + more
        count = ok + bad + failed
        for seconds, times in ((took, count - slow), (slow_took, slow)):
            self.sum += seconds * times
            for index, edge in enumerate((*EDGES, float('inf'))):
                if seconds <= edge:
                    self.buckets[index] += times
        self._tell('up', {}, 1)
        for code, total in self.totals.items():
            self._tell('predictions_total', {'code': code}, total)
        for edge, total in zip((*map(str, EDGES), '+Inf'), self.buckets):
            self._tell('prediction_seconds_bucket', {'le': edge}, total)
        self._tell('prediction_seconds_count', {}, self.buckets[-1])
        self._tell('prediction_seconds_sum', {}, round(self.sum, 6))
        self.seconds += 1

    def away(self):
        """A second in which it does not answer. What it counted is lost."""
        self.totals, self.buckets, self.sum = {}, [0] * (len(EDGES) + 1), 0.0
        self._tell('up', {}, 0)
        self.seconds += 1

    def _tell(self, name, labels, value):
        told = self.series.setdefault((name, tuple(labels.items())), [])
        if len(told) < self.seconds:
            # Prometheus marks a series that is not scraped any more.
            told += (['stale'] if told else ['_']) + ['_'] * (self.seconds - len(told) - 1)
        told.append(value)

    def written(self):
        for (name, labels), values in self.series.items():
            if len(values) < self.seconds:
                values = values + ['stale'] + ['_'] * (self.seconds - len(values) - 1)
            described = ', '.join(f'{key}="{value}"' for key, value in (('job', 'model'), ('instance', self.name), *labels))
            yield {'series': f'{name}{{{described}}}', 'values': ' '.join(map(str, values))}


def evaluate(files, replicas, asked):
    """What PromQL expressions give at seconds of the story: asked is [(expression, second)], the result one number, None, or 'several' each."""
    folder = tempfile.mkdtemp(prefix='rules-', dir='/tmp')
    os.chmod(folder, 0o755)
    try:
        for name in files:
            text = lab.as_learner(['cat', name])
            if not text:
                lab.require(f'{name} is there', False, expected='a file', found=text.err.strip(), file=name)
            with open(f'{folder}/{name}', 'w', encoding='utf-8') as file:
                file.write(text.out)
        good = lab.run(['promtool', 'check', 'rules', *files], cwd=folder, timeout=30)
        if not good:
            lab.require('promtool check rules finds nothing wrong', False, expected='SUCCESS', found=(good.err + good.out).strip()[-400:], file=files[-1], hint='Run `promtool check rules red.yml alerts.yml`.')
        # No expression gives this number, so promtool tells what each gave instead.
        tests = [{'interval': '1s', 'input_series': [series for replica in replicas for series in replica.written()],
                  'promql_expr_test': [{'expr': expression, 'eval_time': f'{second}s', 'exp_samples': [{'labels': '{}', 'value': -987654321}]} for expression, second in asked]}]
        with open(f'{folder}/story.yml', 'w', encoding='utf-8') as file:
            json.dump({'rule_files': list(files), 'evaluation_interval': '1s', 'tests': tests}, file)
        ran = lab.run(['promtool', 'test', 'rules', 'story.yml'], cwd=folder, timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = re.findall(r'^\s+got:\s*(.*)$', ran.out + ran.err, re.M)
    if len(told) != len(asked):
        lab.require('The rules can be tried', False, expected='an answer to each question', found=(ran.err + ran.out).strip()[-400:], file=files[-1])
    return [_number(each) for each in told]


def _number(told):
    if told == 'nil':
        return None
    samples = re.findall(r'\{[^}]*\} ([^\s,]+)', told)
    return float(samples[0]) if len(samples) == 1 else 'several'
