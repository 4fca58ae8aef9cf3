import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');
const names = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);

describe('checks: helpers', () => {
  it('are all documented', async () => {
    const page = await read('docs/writing-checks.md');
    const sh = names(await read('src/checks/container/lib/lab.sh'), /^([a-z_]+)\(\) \{/gm).filter((name) => !name.startsWith('lab__'));
    const python = names(await read('src/checks/container/lib/lab.py'), /^def ([a-z]\w*)\(/gm);
    assert.ok(sh.length > 15 && python.length > 20);
    assert.deepEqual(sh.filter((name) => !page.includes(`\`${name}`)), []);
    assert.deepEqual(python.filter((name) => !page.includes(`\`lab.${name}(`)), []);
  });

  it('are the same for sh and Python, but for what each language has of its own', async () => {
    const sh = names(await read('src/checks/container/lib/lab.sh'), /^([a-z_]+)\(\) \{/gm).filter((name) => !name.startsWith('lab__'));
    const python = names(await read('src/checks/container/lib/lab.py'), /^def ([a-z]\w*)\(/gm);
    const alias: Record<string, string> = { criterion: 'check', pass: 'passed', run_limited: 'run', lab_done: 'done' };
    assert.deepEqual(sh.filter((name) => !python.includes(alias[name] ?? name)), []);
    const own = ['get', 'metric', 'run', 'spawn', 'rng', 'data', 'check', 'passed', 'done'];
    assert.deepEqual(python.filter((name) => !sh.includes(name) && !own.includes(name)), []);
  });
});
