import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandIds } from '../../../src/ui/commandIds';
import { type CodeWindow, openCodeWindow } from '../codeWindow';
import { dormant, helloWorld, install } from '../dormant';
import type { Row, Timed } from '../measure';

/** A view with one row, which says when VS Code has taken it. */
const oneRow = `
const vscode = require('vscode');
exports.activate = () => {
  vscode.window.createTreeView('NAME.view', { treeDataProvider: {
    getChildren: (element) => (element ? [] : ['Row']),
    getTreeItem: (label) => (globalThis.benchRow?.('NAME.view'), { label }),
  } });
};
`;
const view = {
  viewsContainers: { activitybar: [{ id: 'bench', title: 'Bench', icon: 'icon.svg' }] },
  views: { bench: [{ id: 'one-row.view', name: 'Bench' }] },
};

/**
 * Loading and activating the extension as VS Code does it, against doing that to one that registers one command; both in
 * the same host, a new one each time. An activation that loads another bundle than the extension's own ends the bench.
 * What the product costs that is loaded right after shows in the row `first-look`. The floor registers as many commands.
 */
export const activation: Row = {
  id: 'activation',
  title: 'loading and activating the extension',
  against: 'a hello-world extension in the same host',
  budget: 1.5,
  rounds: 7,
  open: () => inNewWindows((ask, id) => ({
    subject: () => ask(`activate ${id}`),
    yardstick: () => ask('activate bench.hello-world'),
    floor: () => ask('activate bench.hello-commands'),
  })),
};

/**
 * From nothing of it loaded until its first rows are in VS Code's hands: entry, product, reading the labs, the tree. Without
 * a budget of its own: it is here so that what activation leaves for later is seen.
 */
export const firstLook: Row = {
  id: 'first-look',
  title: 'the Career Path asked for in a new window, until VS Code is given its first row',
  against: 'a hello-world extension with a view of one row',
  rounds: 5,
  open: () => inNewWindows((ask) => ({ subject: () => ask('look aiLabs.careerPath'), yardstick: () => ask('look one-row.view') })),
};

type Ask = (what: string) => Promise<Timed>;

/** Each round has a window of its own, since an extension is activated once. */
async function inNewWindows(sides: (ask: Ask, id: string) => { subject: () => Promise<Timed>; yardstick: () => Promise<Timed>; floor?: () => Promise<Timed> }): ReturnType<Row['open']> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
  const [ours, installed] = [path.join(folder, 'ours'), path.join(folder, 'installed')];
  const id = await dormant(ours);
  await install(installed, 'warm-up', helloWorld());
  await install(installed, 'hello-world', helloWorld());
  await install(installed, 'hello-commands', helloWorld(Object.keys(commandIds).length));
  await install(installed, 'one-row', oneRow, view);
  const open = (): Promise<CodeWindow> => openCodeWindow('activation', ours, { installed, env: { AI_LABS_HOME: path.join(folder, 'home') } });
  let window: CodeWindow | undefined;
  const close = async (): Promise<void> => {
    await window?.close();
    window = undefined;
  };
  const { subject, yardstick, floor } = sides(async (what) => {
    window ??= await open();
    return { ms: Number(await window.ask(what)) };
  }, id);
  const last = (side: () => Promise<Timed>) => async (): Promise<Timed> => ({ ...(await side()), cleanup: close });
  return {
    subject,
    yardstick: floor ? yardstick : last(yardstick),
    ...(floor ? { floor: last(floor) } : {}),
    dispose: async () => {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
