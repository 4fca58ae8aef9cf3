import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { openVSCode, type OpenVSCode } from '../host/open-vscode';
import { zipEntries, type ZipEntry } from '../support/zip-entries';

const repo = path.resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(repo, 'package.json'), 'utf8')) as { name: string; version: string; publisher: string };

/** All that may be in the package. A new kind of file is a decision to be made here. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/i,
  /^extension\/dist\/[a-zA-Z0-9]+\.js$/,
  /^extension\/dist\/container\/[\w./-]+$/,
  /^extension\/dist\/webview\/[a-zA-Z]+\.(js|css)$/,
  /^extension\/media\/(walkthrough\/)?[\w-]+\.(svg|png|md)$/,
  /^extension\/l10n\/bundle\.l10n\.json$/,
  /^extension\/schema\/[\w.-]+\.schema\.json$/,
  /^extension\/templates\/(?!.*(__pycache__|\.pyc$))[\w./-]+$/,
  /^extension\/labs\/(career-path|catalog)\.yaml$/,
  /^extension\/labs\/(?!.*(__pycache__|node_modules|\.pyc$|\.git\/))[\w./-]+$/,
];

const needed = ['package.json', 'dist/extension.js', 'dist/product.js', 'dist/cli.js', 'dist/core.js', 'dist/docker.js', 'dist/l10n.js', 'dist/webview/diagrams.js', 'labs/career-path.yaml'];

describe('the packaged extension', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'ai-labs-package-'));
  const vsix = path.join(scratch, 'extension.vsix');
  let entries: ZipEntry[] = [];

  before(() => {
    execFileSync(process.execPath, ['scripts/package.mjs', '--out', vsix], { cwd: repo, stdio: 'pipe' });
    entries = zipEntries(vsix);
  });

  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('holds what is on the allow-list and nothing else', () => {
    const names = entries.map(({ name }) => name);
    assert.deepEqual(names.filter((name) => !allowed.some((pattern) => pattern.test(name))), []);
    assert.deepEqual(needed.filter((name) => !names.includes(`extension/${name}`)), []);
  });

  it('is below 1.6 MB without its labs', () => {
    const bytes = entries
      .filter(({ name }) => !name.startsWith('extension/labs/'))
      .reduce((sum, { compressed }) => sum + compressed, 0);
    assert.ok(bytes < 1_600_000, `${bytes} bytes`);
  });

  describe('installed into VS Code', () => {
    const home = path.join(scratch, 'home');
    let vscode: OpenVSCode;
    let installed = '';

    const cli = (...words: string[]) =>
      spawnSync(process.execPath, [path.join(installed, 'dist', 'cli.js'), ...words, '--home', home], { encoding: 'utf8' });

    before(async () => {
      vscode = await openVSCode({ vsix, settings: { 'aiLabs.home': home } });
      installed = path.join(vscode.extensionsDir, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
    });

    after(async () => {
      if (existsSync(installed)) {
        cli('stop', '--all', '--remove');
      }
      await vscode.close();
    });

    it('starts a lab that comes with it', async () => {
      const { page } = vscode;
      await page.keyboard.press('F1');
      await page.keyboard.type('AI Labs: Start Lab');
      await page.getByRole('option', { name: /AI Labs: Start Lab/ }).first().click();
      await page.getByPlaceholder('Choose a lab').waitFor();
      await page.getByRole('option', { name: /Five minutes to get around/ }).click();
      // No folder was open, so VS Code opens the learner's in this window, once they know that it reloads for it.
      await page.locator('.notification-toast').getByRole('button', { name: 'Open Folder' }).click({ timeout: 180_000 });
      await page.waitForURL(/first-steps/, { timeout: 180_000 });
      await page.locator('.statusbar').getByText(/Five minutes to get around/).waitFor({ timeout: 120_000 });
      assert.ok(existsSync(path.join(home, 'first-steps')));
      // The container judges untouched work, so all of the driver and the helper libraries came along.
      const checked = cli('check', 'first-steps', '--all', '--json');
      assert.equal(checked.status, 1, checked.stderr);
      const { results } = JSON.parse(checked.stdout) as { results: { verdict: string }[] };
      assert.ok(results.some(({ verdict }) => verdict === 'failed'));
      assert.deepEqual(results.filter(({ verdict }) => verdict === 'errored'), []);
    });
  });
});
