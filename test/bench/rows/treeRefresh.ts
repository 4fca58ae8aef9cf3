import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openCodeWindow } from '../codeWindow';
import type { Row } from '../measure';

const root = path.resolve(__dirname, '../../..');

/** An extension that has nothing but two views. */
const manifest = {
  name: 'ai-labs-bench', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' },
  contributes: {
    viewsContainers: { activitybar: [{ id: 'bench', title: 'Bench', icon: 'icon.svg' }] },
    views: { bench: [{ id: 'bench.subject', name: 'Subject' }, { id: 'bench.yardstick', name: 'Yardstick' }] },
  },
};

/**
 * All rows of the Career Path handed to VS Code anew, each of its labs changed: facts, model, comparison and rows, against
 * rows that have nothing but a name. Both in trees that a real window shows.
 */
export const treeRefresh: Row = {
  id: 'tree-refresh',
  title: 'the Career Path with 1000 labs, all of them changed',
  against: 'a flat tree of 1000 bare rows',
  budget: 1.5,
  rounds: 15,
  open: async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"/>');
    const window = await openCodeWindow('treeRefresh', folder, { env: { AI_LABS_BENCH_LABS: path.join(root, 'labs') } });
    // VS Code joins what changes within this many milliseconds; each refresh is to be the first of its kind.
    const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
    return {
      subject: async () => {
        await window.ask('subject');
        return settle;
      },
      yardstick: async () => {
        await window.ask('yardstick');
        return settle;
      },
      dispose: async () => {
        await window.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
