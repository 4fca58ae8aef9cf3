import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { command, guide, labRow, LabWindow, openView, uiLabs } from '../../acceptance/window';
import type { Row, Timed } from '../measure';

/** An extension with one row, in the same view, that opens a webview with a word in it. */
const manifest = {
  name: 'empty', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' }, main: './extension.js', activationEvents: [],
  contributes: { views: { aiLabs: [{ id: 'bench.empty', name: 'Bench' }] } },
};
const program = `
const vscode = require('vscode');
exports.activate = () => {
  vscode.commands.registerCommand('bench.open', () => {
    const panel = vscode.window.createWebviewPanel('bench.empty', 'Empty', vscode.ViewColumn.Active, { enableScripts: true });
    panel.webview.html = '<!DOCTYPE html><html><body><article>Empty</article></body></html>';
  });
  vscode.window.createTreeView('bench.empty', { treeDataProvider: {
    getChildren: (element) => (element ? [] : ['Empty webview']),
    getTreeItem: (label) => ({ label, command: { command: 'bench.open', title: 'Open' } }),
  } });
};
`;

/**
 * From the click on a lab until the browser first paints something of its guide, against a click that opens a webview with
 * one word. Both are told by the browser itself (its first contentful paint), in a real VS Code.
 */
export const guidePaint: Row = {
  id: 'guide-paint',
  title: 'a click on a lab until its guide is painted',
  against: 'a click until a webview with one word is painted',
  budget: 1.3,
  rounds: 15,
  open: async () => {
    const extensionsDir = await mkdtemp(path.join(tmpdir(), 'ai-labs-bench-'));
    const own = path.join(extensionsDir, 'bench.empty-0.0.1');
    await mkdir(own);
    await writeFile(path.join(own, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(own, 'extension.js'), program);
    const window = await LabWindow.open({ catalogs: uiLabs, extensionsDir });
    const { page } = window;
    await openView(page);
    await page.evaluate("addEventListener('click', () => (window.clickedAt = performance.timeOrigin + performance.now()), true)");
    const paint = async (row: Locator): Promise<Timed> => {
      await row.click();
      const article = guide(page).locator('article');
      await article.waitFor();
      const painted = await article.evaluate(firstPaint);
      const clicked = await page.evaluate<number>('window.clickedAt');
      return { ms: painted - clicked, cleanup: () => closed(article) };
    };
    const closed = async (article: Locator): Promise<void> => {
      await command(page, 'View: Close All Editors');
      await article.waitFor({ state: 'detached' });
    };
    const [lab, empty] = [await labRow(page, /Say hello/), page.getByRole('treeitem', { name: 'Empty webview' })];
    return {
      subject: () => paint(lab),
      yardstick: () => paint(empty),
      dispose: async () => {
        await window.close();
        await rm(extensionsDir, { recursive: true, force: true });
      },
    };
  },
};

/** When the page's first content was painted, in milliseconds since 1970. */
async function firstPaint(): Promise<number> {
  for (;;) {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    if (paint) {
      return performance.timeOrigin + paint.startTime;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
