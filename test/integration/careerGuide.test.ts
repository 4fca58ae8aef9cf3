import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CareerPanel } from '../../src/ui/career/careerPanel';
import type { PathFacts } from '../../src/ui/tree/pathModel';
import type { ToCareer } from '../../src/webview/career/protocol/messages';
import { careerPathSchema } from '../../src/curriculum/careerPath';
import { activeExtension, closeTabs, until } from './support';

const path = careerPathSchema.parse({
  version: 1, title: 'Juggler', stages: [{ id: 's', title: 'Throw', actions: [{ id: 'a', title: 'One ball' }] }], skills: [{ id: 'throwing', title: 'Throwing' }],
});

function facts(more: Partial<PathFacts> = {}): PathFacts {
  return {
    path, pathProblems: [], catalogProblems: [], labs: [], shadowing: new Set(), broken: [], summary: { labs: {} }, state: () => ({ kind: 'absent' }), ...more,
  };
}

function careerTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('aiLabs.careerGuide'));
}

/** Something of VS Code's whose one property is replaced. */
function having<T extends object>(real: T, name: keyof T, value: unknown): T {
  return new Proxy(real, {
    get: (target, key) => {
      const found: unknown = key === name ? value : Reflect.get(target, key, target);
      return typeof found === 'function' ? (found as (...words: unknown[]) => unknown).bind(target) : found;
    },
    set: (target, key, given) => Reflect.set(target, key, given, target),
  });
}

describe('the career guide', () => {
  afterEach(closeTabs);

  it('opens once, however often it is asked for', async () => {
    await activeExtension();
    await Promise.all([vscode.commands.executeCommand('aiLabs.openCareerGuide'), vscode.commands.executeCommand('aiLabs.openCareerGuide')]);
    assert.equal((await until('the tab', () => careerTabs()[0])).label, 'Career Guide');
    await vscode.commands.executeCommand('aiLabs.openCareerGuide');
    assert.equal(careerTabs().length, 1);
    await closeTabs();
    await vscode.commands.executeCommand('aiLabs.openCareerGuide');
    assert.equal((await until('the tab again', () => careerTabs()[0])).isActive, true);
  });

  it('fills a panel that VS Code brings back, with the role chosen before, and sends only what is new', async () => {
    const { extensionUri } = await activeExtension();
    const troubles: unknown[] = [];
    const sent: ToCareer[] = [];
    let known = facts();
    const real = vscode.window.createWebviewPanel('aiLabs.test', 'Career Guide', vscode.ViewColumn.Active);
    const webview = having(real.webview, 'postMessage', (message: ToCareer) => real.webview.postMessage(message).then((arrived) => (sent.push(message), arrived)));
    const panel = new CareerPanel(
      having(real, 'webview', webview), extensionUri, { read: async () => known },
      { get: () => 'street', set: async () => undefined }, (_what, error) => troubles.push(error));
    // The page asks for it, so its script was let in by the policy of its document.
    const first = await until('the content', () => sent[0]);
    assert.ok(first.type === 'state');
    assert.deepEqual([first.state.title, first.role, first.strings.careerGuide], ['Juggler', 'street', 'Career Guide']);
    await panel.update();
    assert.equal(sent.length, 1);
    known = facts({ path: undefined });
    await panel.update();
    const [, second] = sent;
    assert.ok(second?.type === 'missing');
    assert.match(second.message, /Career Path view/);
    assert.deepEqual(troubles, []);
    panel.dispose();
  });
});
