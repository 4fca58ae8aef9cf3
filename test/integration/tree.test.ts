import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Core, CoreOptions } from '../../src/core';
import { nullLog } from '../../src/common/log';
import { LabFacts } from '../../src/ui/labFacts';
import { LazyCore } from '../../src/ui/lazyCore';
import { buildNodes } from '../../src/ui/tree/buildNodes';
import { buildPathModel } from '../../src/ui/tree/pathModel';
import type { PathNode } from '../../src/ui/tree/pathNode';
import { activeExtension, fixtureCatalog } from './support';

describe('the career path tree', () => {
  let folder = '';
  let lazy: LazyCore;
  let facts: LabFacts;
  const troubles: unknown[] = [];

  async function rows(trusted = true): Promise<readonly PathNode[]> {
    const { extensionPath } = await activeExtension();
    const labs = path.join(extensionPath, 'labs');
    const [plain, broken] = [await fixtureCatalog('ui'), await fixtureCatalog('broken')];
    lazy = new LazyCore(async () => {
      // As built, so that its own late modules are found beside it.
      const built = (await import(path.join(extensionPath, 'dist', 'core.js'))) as { createCore: (options: CoreOptions) => Core };
      return built.createCore({
        home: folder,
        catalogRoots: () => [
          { root: plain, source: 'configured', trusted: true }, { root: broken, source: 'workspace', trusted },
        ],
        assets: path.join(extensionPath, 'dist', 'container'),
        careerPath: path.join(labs, 'career-path.yaml'),
        log: nullLog,
        locale: 'en',
      });
    });
    facts = new LabFacts(lazy, (_what, error) => troubles.push(error));
    return buildNodes(buildPathModel(await facts.read()));
  }

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
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.equal(item.tooltip.isTrusted, false);
    assert.match(item.tooltip.value, /^\*\*Say hello\*\*/);
    const waiting = find(await rows(), 'lab:ui-fixture/never-healthy').item().tooltip;
    assert.ok(waiting instanceof vscode.MarkdownString && waiting.value.includes('Builds on\\: Say hello'));
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
