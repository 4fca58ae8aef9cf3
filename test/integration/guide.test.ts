import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lab as plainLab } from '../unit/ui/labs';
import { CheckResults } from '../../src/ui/checkResults';
import { guideState } from '../../src/ui/guide/guideModel';
import { GuidePanel } from '../../src/ui/guide/guidePanel';
import { guidePages } from '../../src/ui/guide/guidePages';
import type { GuideReader, OpenPage } from '../../src/ui/guide/guideReader';
import type { FromGuide } from '../../src/webview/protocol/messages';
import { activeExtension, closeTabs, fixtureCatalog, guideTabs, set, until } from './support';

describe('the guide', () => {
  after(closeTabs);

  it('loads its page, which asks for its content and gets it', async () => {
    const { extensionUri } = await activeExtension();
    const lab = plainLab('x');
    const [page] = guidePages(lab);
    assert.ok(page);
    const read: string[] = [];
    const reader = {
      read: async (identity: string): Promise<OpenPage> => {
        read.push(identity);
        const facts = {
          lab, state: { kind: 'absent' as const }, results: new CheckResults(), unlocked: [],
          words: { intro: 'Introduction', finish: 'Finish', facts: '5 min' },
        };
        return { lab, blocks: [], state: guideState(facts, guidePages(lab), page, { html: '<p>Text</p>', blocks: [], inline: (text) => text }) };
      },
    } as unknown as GuideReader;
    const troubles: unknown[] = [];
    const panel = new GuidePanel(
      'builtin/x', vscode.window.createWebviewPanel('aiLabs.test', 'Before', vscode.ViewColumn.Active, { enableScripts: true }),
      extensionUri, reader, {}, (_what, error) => troubles.push(error));
    const messages: FromGuide[] = [];
    panel.onMessage(({ message }) => messages.push(message));
    await until('the first message', () => messages.find(({ type }) => type === 'ready'));
    await until('the content', () => (panel.current ? true : undefined));
    assert.deepEqual([...new Set(read)], ['builtin/x']);
    assert.deepEqual(troubles, []);
    panel.dispose();
    assert.equal(panel.visible, false);
  });

  it('opens without an engine and without the focus', async () => {
    await set('aiLabs.catalogs', [await fixtureCatalog('ui')]);
    const document = await vscode.workspace.openTextDocument({ content: 'mine' });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('aiLabs.openGuide', { lab: 'ui-fixture/never-healthy' });
    assert.equal(await until('the tab', () => guideTabs()[0]), 'Never healthy');
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await set('aiLabs.catalogs', undefined);
  });
});
