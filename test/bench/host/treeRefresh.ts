import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Emitter } from '../../../src/common/event';
import { nullLog } from '../../../src/common/log';
import { Catalog } from '../../../src/curriculum/catalog';
import type { Lab } from '../../../src/curriculum/lab';
import { parseCareerPath } from '../../../src/curriculum/parseCareerPath';
import { noProgress } from '../../../src/progress/fold';
import type { LabProgress } from '../../../src/progress/summary';
import { CareerPathView } from '../../../src/ui/tree/careerPathView';
import { FilterStore } from '../../../src/ui/tree/filterStore';
import { LabNode } from '../../../src/ui/tree/labNode';
import type { PathFacts } from '../../../src/ui/tree/pathModel';
import type { PathNode } from '../../../src/ui/tree/pathNode';
import { obey } from './obey';

/** As many rows of labs, and as many bare ones. */
const count = 1000;
const at = '2026-01-01T00:00:00.000Z';

/** Runs inside VS Code: refreshes one of two trees whenever the bench asks over its socket, and answers when all rows were handed over. */
export async function run(): Promise<void> {
  const trees = { subject: await careerPath(), yardstick: bare() };
  // A view that is folded up asks for no rows.
  await vscode.commands.executeCommand('bench.subject.focus');
  await vscode.commands.executeCommand('bench.yardstick.focus');
  await Promise.all([trees.subject.shown, trees.yardstick.shown]);
  await obey(async (line) => (line === 'subject' || line === 'yardstick' ? trees[line].refresh() : undefined));
}

interface Tree {
  /** All rows were handed over for the first time. */
  shown: Promise<void>;
  refresh: () => Promise<void>;
}

/** The Career Path with progress in every lab, all of it changed at each refresh. */
async function careerPath(): Promise<Tree> {
  const { labs: known, path: career } = await built();
  const actions = career?.stages.flatMap((stage) => stage.actions.map(({ id }) => id)) ?? [];
  const labs = Array.from({ length: count }, (_, index): Lab => {
    const model = known[index % known.length] as Lab;
    const id = `${model.id}-${index}`;
    return { ...model, id, identity: `bench/${id}`, definition: { ...model.definition, id, action: actions[index % actions.length] ?? '', requires: [] } };
  });
  const changed = new Emitter<void>();
  let turn = 0;
  const facts = (): PathFacts => {
    const progress = (lab: Lab): LabProgress => ({
      ...noProgress, startedAt: at,
      steps: turn % 2 === 0 ? {} : { [lab.definition.steps[0]?.id ?? '']: { completedAt: at, override: false } },
    });
    return {
      path: career, pathProblems: [], catalogProblems: [], labs, shadowing: new Set(), broken: [],
      summary: { labs: Object.fromEntries(labs.map((lab) => [lab.identity, progress(lab)])) },
      state: () => ({ kind: 'absent' }),
    };
  };
  const memory = { get: () => undefined, keys: () => [], update: () => Promise.resolve() };
  const view = new CareerPathView({
    viewId: 'bench.subject', filter: new FilterStore(memory), builds: () => Promise.resolve(''),
    facts: { onDidChange: changed.event, read: () => Promise.resolve(now) },
    engine: { look: () => Promise.resolve(undefined) },
    onTrouble: (what, error) => console.error(what, error),
  });
  let now = facts();
  const rows = counter(view, (node: PathNode) => node instanceof LabNode);
  const refresh = async (): Promise<void> => {
    turn += 1;
    now = facts();
    const all = rows();
    changed.fire();
    await all;
  };
  return { shown: rows(), refresh };
}

/** Rows with nothing but a name. */
function bare(): Tree {
  const changed = new vscode.EventEmitter<undefined>();
  let turn = 0;
  const provider: vscode.TreeDataProvider<number> = {
    onDidChangeTreeData: changed.event,
    // From 1: VS Code leaves out what is falsy.
    getChildren: (element) => (element === undefined ? Array.from({ length: count }, (_, index) => index + 1) : []),
    getTreeItem: (row) => new vscode.TreeItem(`Row ${row}, ${turn}`),
  };
  const rows = counter(provider, () => true);
  const shown = rows();
  vscode.window.createTreeView('bench.yardstick', { treeDataProvider: provider });
  const refresh = async (): Promise<void> => {
    turn += 1;
    const all = rows();
    changed.fire(undefined);
    await all;
  };
  return { shown, refresh };
}

/** Resolves when as many rows that count have been asked for since it was called. */
function counter<T>(provider: vscode.TreeDataProvider<T>, counts: (element: T) => boolean): () => Promise<void> {
  let left = 0;
  let done = (): void => undefined;
  const item = provider.getTreeItem.bind(provider);
  provider.getTreeItem = (element) => {
    const made = item(element);
    left -= counts(element) ? 1 : 0;
    if (left === 0) {
      done();
    }
    return made;
  };
  return () => new Promise((resolve) => {
    left = count;
    done = resolve;
  });
}

async function built(): Promise<{ labs: Lab[]; path: PathFacts['path'] }> {
  const root = process.env.AI_LABS_BENCH_LABS ?? '';
  const catalog = new Catalog({ roots: () => [{ root, source: 'configured', trusted: true }], log: nullLog });
  const { labs } = await catalog.load();
  const file = path.join(root, 'career-path.yaml');
  return { labs: labs.flatMap(({ lab }) => lab ?? []), path: parseCareerPath(await readFile(file, 'utf8'), file).path };
}
