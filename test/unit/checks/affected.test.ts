import assert from 'node:assert/strict';
import { affectedChecks, mergeChanges } from '../../../src/checks/affected';
import type { Check } from '../../../src/curriculum/lab';
import { checkSchema } from '../../../src/curriculum/labSchema';

const check = (id: string, more: object = {}): Check => checkSchema.parse({ id, title: id, script: 'true', ...more });

describe('checks: what a change may have changed', () => {
  const checks = [
    check('auto'),
    check('manual', { watch: 'manual' }),
    check('python', { watch: ['*.py', 'src/**/*.py'] }),
    check('data', { watch: ['data/'] }),
    check('faulty', { faults: [{ stop: 'lab' }] }),
    check('faulty-data', { faults: [{ stop: 'lab' }], watch: ['data/*'] }),
    check('after-data', { watch: ['none'], needs: ['data'] }),
    check('after-after', { watch: [], needs: ['after-data'] }),
    check('manual-after', { watch: 'manual', needs: ['data'] }),
  ];
  const ids = (files: string[], terminal = false): string[] => affectedChecks(checks, { files, terminal }).map(({ id }) => id);

  it('a file: what says nothing, and what names it', () => {
    assert.deepEqual(ids(['README.md']), ['auto']);
    assert.deepEqual(ids(['src/a/b.py']), ['auto', 'python']);
    assert.deepEqual(ids(['x.py', 'y.md']), ['auto', 'python']);
  });

  it('takes along what needs it, but nothing that waits to be asked', () => {
    assert.deepEqual(ids(['data/a.csv']), ['auto', 'data', 'faulty-data', 'after-data', 'after-after']);
  });

  it('a command in the terminal: what names no files', () => {
    assert.deepEqual(ids([], true), ['auto']);
  });

  it('nothing, and what tools leave behind: none', () => {
    assert.deepEqual(ids([]), []);
    assert.deepEqual(ids(['__pycache__/a.cpython-311.pyc', 'src/.pytest_cache/v/x', '.a.py.swp', 'a.py~']), []);
    assert.deepEqual(ids(['src/__pycache__/x.py']), ['python'], 'unless a check names them');
  });

  it('merged: both', () => {
    assert.deepEqual(mergeChanges({ files: ['a', 'b'], terminal: false }, { files: ['b', 'c'], terminal: true }), { files: ['a', 'b', 'c'], terminal: true });
  });
});
