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

/** As many rows of labs, and as many of each other kind. */
const count = 1000;
const at = '2026-01-01T00:00:00.000Z';

/** Runs inside VS Code: refreshes one of its trees whenever the bench asks over its socket, and answers when all rows it wants were handed over. */
export async function run(): Promise<void> {
  const path = await careerPath();
  const trees = {
    one: { ...path, refresh: path.one }, all: path,
    bare: flat('bench.yardstick', (label) => new vscode.TreeItem(label)),
    rich: grouped('bench.floor', rich),
  };
  // A view that is folded up asks for no rows.
  for (const view of ['subject', 'yardstick', 'floor']) {
    await vscode.commands.executeCommand(`bench.${view}.focus`);
  }
  await Promise.all([path.shown, trees.bare.shown, trees.rich.shown]);
  await obey(async (line) => (Object.hasOwn(trees, line) ? trees[line as keyof typeof trees].refresh() : undefined));
}

interface Tree {
  /** All rows were handed over for the first time. */
  shown: Promise<void>;
  refresh: () => Promise<void>;
}

/** The Career Path with progress in every lab; a refresh changes them all, or one as a check does. */
async function careerPath(): Promise<Tree & { one: () => Promise<void> }> {
  const { labs: known, path: career } = await built();
  const actions = career?.stages.flatMap((stage) => stage.actions.map(({ id }) => id)) ?? [];
  const labs = Array.from({ length: count }, (_, index): Lab => {
    const model = known[index % known.length] as Lab;
    const id = `${model.id}-${index}`;
    return { ...model, id, identity: `bench/${id}`, definition: { ...model.definition, id, action: actions[index % actions.length] ?? '', requires: [] } };
  });
  const changed = new Emitter<void>();
  let progress: Record<string, LabProgress> = {};
  const change = (some: readonly Lab[]): void => {
    const other = ({ identity, definition }: Lab): LabProgress => {
      const begun = Object.keys(progress[identity]?.steps ?? {}).length > 0;
      return { ...noProgress, startedAt: at, steps: begun ? {} : { [definition.steps[0]?.id ?? '']: { completedAt: at, override: false } } };
    };
    progress = { ...progress, ...Object.fromEntries(some.map((lab) => [lab.identity, other(lab)])) };
  };
  change(labs);
  const memory = { get: () => undefined, keys: () => [], update: () => Promise.resolve() };
  const facts = (): PathFacts => ({
    path: career, pathProblems: [], catalogProblems: [], labs, shadowing: new Set(), broken: [], summary: { labs: progress }, state: () => ({ kind: 'absent' }),
  });
  const view = new CareerPathView({
    viewId: 'bench.subject', filter: new FilterStore(memory), builds: () => Promise.resolve(''),
    facts: { onDidChange: changed.event, read: () => Promise.resolve(facts()) },
    engine: { look: () => Promise.resolve(undefined) },
    onTrouble: (what, error) => console.error(what, error),
  });
  const rows = counter(view, (node: PathNode) => node instanceof LabNode);
  const refresh = async (some: readonly Lab[]): Promise<void> => {
    change(some);
    const all = rows(some.length);
    changed.fire();
    await all;
  };
  return { shown: rows(count), refresh: () => refresh(labs), one: () => refresh(labs.slice(500, 501)) };
}

/** From 1: VS Code leaves out what is falsy. */
const numbers = Array.from({ length: count }, (_, index) => index + 1);

/** Rows of no depth, made as `row` makes them. */
function flat(id: string, row: (label: string) => vscode.TreeItem): Tree {
  return tree(id, row, (element) => (element === undefined ? numbers : []));
}

/** The same rows under as many groups as the career path has, two of them deep. */
function grouped(id: string, row: (label: string) => vscode.TreeItem): Tree {
  const [groups, subgroups] = [4, 13];
  return tree(id, row, (element) => {
    if (element === undefined) {
      return Array.from({ length: groups }, (_, group) => `${group}`);
    }
    if (typeof element === 'number') {
      return [];
    }
    const [group, subgroup] = element.split('/');
    return subgroup === undefined
      ? Array.from({ length: subgroups }, (_, each) => each).filter((each) => each % groups === Number(group)).map((each) => `${group}/${each}`)
      : numbers.filter((number) => number % subgroups === Number(subgroup));
  });
}

/** A tree of rows, which are numbers, below groups, which are words and open. */
function tree(id: string, row: (label: string) => vscode.TreeItem, getChildren: (element: number | string | undefined) => (number | string)[]): Tree {
  const changed = new vscode.EventEmitter<undefined>();
  let turn = 0;
  const provider: vscode.TreeDataProvider<number | string> = {
    onDidChangeTreeData: changed.event,
    getChildren,
    getTreeItem: (element) => (typeof element === 'number' ? row(`Row ${element}, ${turn}`) : { ...new vscode.TreeItem(element, vscode.TreeItemCollapsibleState.Expanded), id: element }),
  };
  const rows = counter(provider, (element) => typeof element === 'number');
  const shown = rows(count);
  vscode.window.createTreeView(id, { treeDataProvider: provider });
  const refresh = async (): Promise<void> => {
    turn += 1;
    const all = rows(count);
    changed.fire(undefined);
    await all;
  };
  return { shown, refresh };
}

/** A row with all that a lab's row tells, of nothing that would have to be found out. */
function rich(label: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = label.replace(/,.*/, '');
  item.contextValue = 'lab.idle';
  item.description = '1/4';
  item.iconPath = new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('charts.blue'));
  item.accessibilityInformation = { label: `${label}, begun, 1/4` };
  item.command = { command: 'bench.open', title: 'Open', arguments: [{ lab: label }] };
  return item;
}

/** Resolves when as many rows that count have been asked for since it was called. */
function counter<T>(provider: vscode.TreeDataProvider<T>, counts: (element: T) => boolean): (wanted: number) => Promise<void> {
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
  return (wanted) => new Promise((resolve) => {
    left = wanted;
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
