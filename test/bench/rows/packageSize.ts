import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { zipEntries } from '../../support/zip-entries';
import type { Row } from '../measure';

const root = path.resolve(__dirname, '../../..');
const megabyte = 1_000_000;

/** What `npm run package` makes, without the labs that come along. Leaves the bundles in `dist` minified. */
export const packageSize: Row = {
  id: 'vsix', title: 'the packaged extension, without its labs', against: '1 MB', budget: 2, unit: 'MB', rounds: 1,
  open: () => packed((name) => !name.startsWith('extension/labs/')),
};

export const packageSizeWithLabs: Row = {
  id: 'vsix-with-labs', title: 'the packaged extension', against: '1 MB', budget: 3, unit: 'MB', rounds: 1,
  open: () => packed(() => true),
};

async function packed(counts: (name: string) => boolean): ReturnType<Row['open']> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
  const vsix = path.join(folder, 'bench.vsix');
  await promisify(execFile)(process.execPath, ['scripts/package.mjs', '--out', vsix], { cwd: root });
  const bytes = zipEntries(vsix).filter(({ name }) => counts(name)).reduce((sum, { compressed }) => sum + compressed, 0);
  return {
    subject: async () => ({ ms: bytes / megabyte }),
    yardstick: async () => ({ ms: 1 }),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
