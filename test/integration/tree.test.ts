import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Core, CoreOptions } from '../../src/core';
import { nullLog } from '../../src/common/log';
import type { EngineStatus } from '../../src/engines/engine';
import { Builds } from '../../src/ui/builds';
import { LabFacts } from '../../src/ui/labFacts';
import { LazyCore } from '../../src/ui/lazyCore';
import { buildNodes } from '../../src/ui/tree/buildNodes';
import { noFilter } from '../../src/ui/tree/filter';
import { FilterStore } from '../../src/ui/tree/filterStore';
import { filterWords } from '../../src/ui/tree/filterWords';
import { LabNode } from '../../src/ui/tree/labNode';
import { buildPathModel } from '../../src/ui/tree/pathModel';
import type { PathNode } from '../../src/ui/tree/pathNode';
import { activeExtension, fixtureCatalog, until } from './support';

describe('the career path tree', () => {
  let folder = '';
  let lazy: LazyCore;
  let facts: LabFacts;
  let enforced = false;
  const troubles: unknown[] = [];

  async function rows(trusted = true, more: readonly string[] = []): Promise<readonly PathNode[]> {
    const { extensionPath } = await activeExtension();
    const labs = path.join(extensionPath, 'labs');
    const [plain, broken] = [await fixtureCatalog('ui'), await fixtureCatalog('broken')];
    lazy = new LazyCore(async () => {
      // As built, so that its own late modules are found beside it.
      const built = (await import(path.join(extensionPath, 'dist', 'core.js'))) as { createCore: (options: CoreOptions) => Core };
      return built.createCore({
        home: folder,
        catalogRoots: () => [
          ...more.map((root) => ({ root, source: 'workspace' as const, trusted: true })),
          { root: plain, source: 'configured', trusted: true }, { root: broken, source: 'workspace', trusted },
        ],
        assets: path.join(extensionPath, 'dist', 'container'),
        careerPath: path.join(labs, 'career-path.yaml'),
        log: nullLog,
        locale: 'en',
      });
    });
    facts = new LabFacts(lazy, (_what, error) => troubles.push(error), () => false, () => enforced);
    return buildNodes(buildPathModel(await facts.read()));
  }

  beforeEach(() => (enforced = false));
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-tree-'))));
  afterEach(async () => {
    facts.dispose();
    lazy.dispose();
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(troubles.splice(0), []);
  });

  function all(nodes: readonly PathNode[]): PathNode[] {
    return nodes.flatMap((node) => [node, ...all(node.children)]);
  }

  function find(nodes: readonly PathNode[], id: string): PathNode {
    const node = all(nodes).find((each) => each.id === id);
    assert.ok(node, `${id} is not among ${all(nodes).map((each) => each.id).join(', ')}`);
    return node;
  }

  async function tooltipOf(nodes: readonly PathNode[], id: string): Promise<vscode.MarkdownString> {
    const node = find(nodes, id);
    assert.ok(node instanceof LabNode);
    assert.equal(node.item().tooltip, undefined, 'it is made when somebody looks');
    return node.tooltip();
  }

  it('shows stages, key actions, labs and steps, each with an id of its own', async () => {
    const nodes = await rows();
    assert.equal(nodes.filter(({ id }) => id.startsWith('stage:')).length, 4);
    assert.equal(all(nodes).filter(({ id }) => id.startsWith('action:')).length, 13);
    assert.deepEqual(find(nodes, 'lab:ui-fixture/say-hello').children.map(({ id }) => id), [
      'step:ui-fixture/say-hello/word', 'step:ui-fixture/say-hello/read',
    ]);
    const ids = all(nodes).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('says where there are no labs yet', async () => {
    const nodes = await rows();
    const [none] = find(nodes, 'action:languages').children;
    assert.equal(none?.item().label, 'No labs yet');
    assert.equal(find(nodes, 'action:languages').item().description, 'no labs yet');
    assert.equal(find(nodes, 'action:containers').item().description, '0/2');
  });

  it('describes a lab so that menus, mouse and screen readers can use it', async () => {
    const item = find(await rows(), 'lab:ui-fixture/say-hello').item();
    assert.equal(item.label, 'Say hello');
    assert.equal(item.description, '3 min');
    assert.equal(item.contextValue, 'lab.idle.ports');
    assert.match(item.accessibilityInformation?.label ?? '', /Say hello, not started/);
    assert.deepEqual(item.command?.arguments, [{ lab: 'ui-fixture/say-hello' }]);
    const tooltip = await tooltipOf(await rows(), 'lab:ui-fixture/say-hello');
    assert.equal(tooltip.isTrusted, false);
    assert.match(tooltip.value, /^\*\*Say hello\*\*/);
  });

  it('says why a lab is locked: in its row, its tooltip and for its menu', async () => {
    const nodes = await rows();
    const item = find(nodes, 'lab:ui-fixture/never-healthy').item();
    assert.equal(item.description, 'after “Say hello”');
    assert.match(item.contextValue ?? '', /^lab\.idle.*\.locked$/);
    assert.match(item.accessibilityInformation?.label ?? '', /Never healthy, locked/);
    assert.match((await tooltipOf(nodes, 'lab:ui-fixture/never-healthy')).value, /Locked\\: builds on Say hello/);
    enforced = true;
    const shut = find(await rows(), 'lab:ui-fixture/never-healthy');
    assert.match(shut.item().contextValue ?? '', /\.locked\.enforced$/);
  });

  it('tells what a first start builds, with size and minutes, and nothing where the engine is not there', async () => {
    const root = path.join(folder, 'catalog');
    await cp(path.join(await fixtureCatalog('ui'), 'basics', 'say-hello'), path.join(root, 'basics', 'say-hello'), { recursive: true });
    const lab = path.join(root, 'basics', 'say-hello', 'lab.yaml');
    const image = `never-built-${process.pid}`;
    await writeFile(lab, (await readFile(lab, 'utf8')).replace('ai-labs/ui-base', `ai-labs/${image}`));
    await mkdir(path.join(root, 'images', image), { recursive: true });
    await writeFile(path.join(root, 'images', image, 'Dockerfile'), 'FROM scratch\n');
    await writeFile(path.join(root, 'catalog.yaml'), `version: 1\nid: mine\ntitle: Mine\nimages: {${image}: {size: 120mb, minutes: 3}}\n`);
    await rows(true, [root]);
    await facts.read();
    const status = { usable: true } as EngineStatus;
    const builds = (engine: { status: EngineStatus | undefined }): Builds => new Builds(lazy, facts, engine, (_what, error) => troubles.push(error));
    assert.equal(await builds({ status }).words('mine/say-hello'), `The first start builds ${image}: up to 120 MB, about 3 min. Other labs share it.`);
    assert.equal(await builds({ status: undefined }).words('mine/say-hello'), '');
    const asked = (await facts.find('mine/say-hello')) ?? assert.fail('the lab');
    const guides = builds({ status });
    const learned = new Promise<string>((resolve) => guides.onDidLearn(resolve));
    assert.equal(guides.known(asked), '', 'a guide does not wait for the engine');
    assert.equal(await learned, 'mine/say-hello');
    assert.match(guides.known(asked), /up to 120 MB/);
    await writeFile(path.join(root, 'catalog.yaml'), 'version: 1\nid: mine\ntitle: Mine\n');
    facts.refresh();
    await until('the catalog read anew', async () => (await builds({ status }).words('mine/say-hello')).includes('takes a while') || undefined);
  });

  it('begins with where to go on', async () => {
    const [first] = await rows();
    assert.equal(first?.id, 'continue');
    const item = first.item();
    assert.deepEqual([item.label, item.description, item.contextValue], ['Start here', 'Say hello · 3 min', 'continue.idle']);
    assert.deepEqual(item.command?.arguments, [{ lab: 'ui-fixture/say-hello' }]);
  });

  it('shows what fits a filter, in words, and the whole path again when it is cleared', async () => {
    await rows();
    const memory = new Map<string, unknown>();
    const memento: vscode.Memento = {
      keys: () => [...memory.keys()], get: (key: string, fallback?: unknown) => memory.get(key) ?? fallback,
      update: async (key, value) => void memory.set(key, value),
    };
    const store = new FilterStore(memento);
    await store.set({ ...noFilter, states: ['locked'], difficulties: ['beginner'] });
    const { path: career, ...more } = await facts.read();
    assert.equal(filterWords(store.current, career), 'Locked, Beginner');
    const ids = (): string[] => all(buildNodes(buildPathModel({ path: career, ...more }, new FilterStore(memento).current))).map(({ id }) => id);
    assert.deepEqual(ids().filter((id) => id.startsWith('lab:')), ['lab:ui-fixture/never-healthy'], 'also as it is remembered');
    assert.deepEqual(ids().filter((id) => id.includes('action:')), ['found:action:containers'], 'a row of its own, so that it is open');
    await store.clear();
    assert.equal(ids().filter((id) => id.startsWith('action:')).length, 13);
    store.dispose();
  });

  it('lists broken labs with their problems, a click from the line', async () => {
    const nodes = await rows();
    const broken = all(nodes).filter(({ id }) => id.startsWith('broken:')).map((node) => node.item().label);
    assert.deepEqual(broken, ['no-steps', 'odd-key']);
    const problem = all(nodes).map((node) => node.item()).find(({ label }) => typeof label === 'string' && label.includes('minuts'));
    assert.deepEqual(problem?.command?.command, 'aiLabs.openProblem');
    const [target] = (problem?.command?.arguments ?? []) as { file: string; line: number }[];
    assert.equal(target?.line, 7);
    await vscode.commands.executeCommand('aiLabs.openProblem', target);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, target?.file);
    assert.equal(editor?.selection.active.line, 6);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('leaves out labs of folders that are not trusted', async () => {
    const nodes = await rows(false);
    assert.deepEqual(all(nodes).filter(({ id }) => id.startsWith('broken:')), []);
  });
});
