"""The learner's pipeline, run by a check as the learner, and what it left in the database."""
import json
import os
import re
import shutil
import tempfile

import lab

HERE = '/tmp'
READ = '''
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(json.dumps({table: db.execute(f'SELECT {columns} FROM {table} ORDER BY 1, 2').fetchall() for table, columns in
                  {'readings': 'meter, time, kwh, revision, note', 'quarantine': 'source, record, reason, raw'}.items()}))
'''
PARSE = '''
import dataclasses, json, sys
sys.path.insert(0, '.')
from etl import parse as module
for fields in json.load(sys.stdin):
    try:
        reading = module.parse(fields)
    except getattr(module, 'BadRecord', ()) as reason:
        print(json.dumps({'bad': str(reason)}))
        continue
    except Exception as error:
        print(json.dumps({'raised': f'{type(error).__name__}: {error}'}))
        continue
    frozen = False
    try:
        reading.kwh = 0.0
    except dataclasses.FrozenInstanceError:
        frozen = True
    except Exception:
        pass
    values = [getattr(reading, name, None) for name in ('meter', 'time', 'kwh', 'revision', 'note')]
    print(json.dumps({'types': [type(value).__name__ for value in values], 'frozen': frozen,
                      'values': [value.isoformat() if hasattr(value, 'isoformat') else value for value in values]}))
'''


class Work:
    """A folder of the check's own that the learner's pipeline can write to. A context manager."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='etl-', dir=HERE)
        os.chmod(self.folder, 0o755)
        self.inbox = os.path.join(self.folder, 'in')
        os.mkdir(self.inbox, 0o755)
        self.out = os.path.join(self.folder, 'out')
        os.mkdir(self.out)
        os.chown(self.out, *learner_ids())
        self.db = os.path.join(self.out, 'readings.db')
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, name, content):
        path = os.path.join(self.inbox, name)
        with open(path, 'wb') as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def command(self, *paths):
        return ['python3', '-m', 'etl', '--db', self.db, *paths]

    def load(self, *paths, **more):
        """Runs the pipeline; ends the check where it does not end well."""
        ran = lab.as_learner(self.command(*paths), timeout=more.pop('timeout', 20), **more)
        judge(ran, ' '.join(os.path.basename(path) for path in paths))

    def contents(self):
        """Both tables, as lists of rows."""
        ran = lab.as_learner(['python3', '-I', '-c', READ, self.db], timeout=20)
        if not ran:
            lab.require('The database has the tables readings and quarantine', False, expected='both, with the columns of SCHEMA in etl/load.py',
                        found=last(ran), file='etl/load.py', hint='Keep the names of tables and columns: others read them.')
        return json.loads(ran.out)


def learner_ids():
    return tuple(int(part) for part in os.environ.get('LAB_LEARNER_IDS', '1000:1000').split(':'))


def last(ran):
    said = (ran.err or ran.out).strip().splitlines()
    return said[-1] if said else ran.ended


def judge(ran, names, hint='Run it in the terminal on a file in data/ to see the whole message.', criterion=None):
    places = re.findall(r'File "' + re.escape(lab.workspace) + r'/(\S+)", line (\d+)', ran.err)
    lab.require(criterion or f'The pipeline loads {names}', bool(ran), expected='exit code 0', found=last(ran), hint=hint,
                file=places[-1][0] if places else 'etl/load.py', line=int(places[-1][1]) if places else None)


def parsed(records):
    """What the learner's parse() makes of each record."""
    ran = lab.as_learner(['python3', '-c', PARSE], input=json.dumps(records), timeout=15)
    lines = ran.out.strip().splitlines()
    lab.require('etl/parse.py can be imported and has parse()', bool(ran) and len(lines) == len(records),
                expected='parse(fields)', found=last(ran), file='etl/parse.py', hint='Run `python3 -c "import etl.parse"` in the terminal.')
    return [json.loads(line) for line in lines]


def shown(rows, limit=3):
    """Rows for a message."""
    return '\n'.join(json.dumps(each, ensure_ascii=False) for each in rows[:limit]) + (f'\n... {len(rows)} in all' if len(rows) > limit else '') or 'none'


def same_readings(criterion, expected, found, hint):
    """One criterion: the table holds exactly these rows; where it does not, those that differ are shown."""
    expected, found = sorted(expected), sorted(found)
    missing = [each for each in expected if each not in found]
    extra = [each for each in found if each not in expected]
    return lab.check(criterion, expected == found, expected=shown(missing) if missing else f'{len(expected)} rows',
                     found=f'{len(found)} rows; not expected: {shown(extra)}', hint=hint, file='etl/load.py')
