import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openCodeWindow } from '../codeWindow';
import type { Bench, Row } from '../measure';

const root = path.resolve(__dirname, '../../..');

/** An extension that has nothing but three views. */
const manifest = {
  name: 'ai-labs-bench', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' },
  contributes: {
    viewsContainers: { activitybar: [{ id: 'bench', title: 'Bench', icon: 'icon.svg' }] },
    views: { bench: [{ id: 'bench.subject', name: 'Subject' }, { id: 'bench.yardstick', name: 'Yardstick' }, { id: 'bench.floor', name: 'Floor' }] },
  },
};

/** What both rows are measured against. */
const against = 'a flat tree of 1000 bare rows';

/** What each check brings about: facts, model, comparison, and the rows that changed. In trees that a real window shows. */
export const treeRefresh: Row = {
  id: 'tree-refresh',
  title: 'the Career Path with 1000 labs, one of them changed by a check',
  against, budget: 1.5, rounds: 15,
  open: () => trees('one'),
};

/**
 * All of its rows handed to VS Code anew. What a row of a lab tells besides its name is what a bare one has not; the floor
 * is as many such rows of which nothing has to be found out.
 */
export const treeRefreshAll: Row = {
  id: 'tree-refresh-all',
  title: 'the Career Path with 1000 labs, all of them changed at once',
  against, budget: 1.5, rounds: 15,
  open: () => trees('all', 'rich'),
};

async function trees(subject: string, floor?: string): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"/>');
  const window = await openCodeWindow('treeRefresh', folder, { env: { AI_LABS_BENCH_LABS: path.join(root, 'labs') } });
  // VS Code joins what changes within this many milliseconds; each refresh is to be the first of its kind.
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
  const refresh = (tree: string) => async () => {
    await window.ask(tree);
    return settle;
  };
  return {
    subject: refresh(subject),
    yardstick: refresh('bare'),
    ...(floor ? { floor: refresh(floor) } : {}),
    dispose: async () => {
      await window.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
