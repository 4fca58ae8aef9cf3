"""When the learner's alerts fire, in stories."""
import lab
from rules import Replica, evaluate

FILES = ['red.yml', 'alerts.yml']


def two():
    return Replica('a:1'), Replica('b:2')


def fires(name, replicas, seconds):
    """Whether the alert fires at each of these seconds."""
    told = evaluate(FILES, replicas, [(f'count(ALERTS{{alertname="{name}", alertstate="firing"}}) or vector(0)', second) for second in seconds])
    return [value not in (None, 0) for value in told]


def severity(name, word, replicas, second):
    return evaluate(FILES, replicas, [(f'count(ALERTS{{alertname="{name}", alertstate="firing", severity="{word}"}}) or vector(0)', second)])[0]


def rings(name, story, replicas, begin, end, hint, within=45, over=60):
    """It fires soon after the trouble began and until its end, and no more some time after it."""
    before, soon, late, after = fires(name, replicas, (begin - 1, begin + within, end - 1, end + over))
    lab.check(f'{story}: it does not ring before', not before, expected=f'silence until second {begin}', found='it rings', file='alerts.yml', hint=hint)
    lab.check(f'{story}: it rings', soon and late, expected=f'ringing {within} seconds after it began, and until its end', found=f'{"" if soon else "not "}then, {"" if late else "not "}at the end', file='alerts.yml', hint=hint)
    lab.check(f'{story}: it is silent again {over} seconds after', not after, expected='silence', found='it rings', file='alerts.yml', hint=hint)


def silent(name, story, replicas, seconds, hint):
    loud = [second for second, ringing in zip(seconds, fires(name, replicas, seconds)) if ringing]
    lab.check(f'{story}: it does not ring', not loud, expected='silence all the time', found=f'it rings at second {loud[0]}' if loud else '', file='alerts.yml', hint=hint)
