import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { activeExtension, closeTabs, set, until } from './support';

describe('labs of one’s own', function () {
  this.timeout(120_000);
  let folder = '';

  before(async () => {
    await activeExtension();
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-own-')));
    await set('aiLabs.catalogs', [path.join(folder, 'labs')]);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeTabs();
    await set('aiLabs.catalogs', undefined);
    await rm(folder, { recursive: true, force: true });
  });

  const shown = (): string | undefined => vscode.window.activeTextEditor?.document.uri.fsPath;
  const inLab = (name: string): string => path.join(folder, 'labs', 'first-own', name);
  /** What an author is told, once somebody looked. */
  const problems = (file: string): vscode.Diagnostic[] => vscode.languages.getDiagnostics(vscode.Uri.file(file)).filter(({ source }) => source === 'AI Labs');

  it('are made of a template, opened, and whole', async () => {
    await vscode.commands.executeCommand('aiLabs.newLab', { template: 'exercise', title: 'My first own', id: 'first-own', action: 'languages', folder });
    assert.equal(shown(), inLab('lab.yaml'));
    assert.match(await readFile(inLab('lab.yaml'), 'utf8'), /^title: My first own$/m);
    assert.deepEqual(problems(inLab('lab.yaml')), []);
  });

  it('grow by a step and a check, which are opened and say that they are not written yet', async () => {
    await vscode.commands.executeCommand('aiLabs.addStep', { title: 'Go further' });
    assert.equal(shown(), inLab('guide/03-go-further.md'));
    const document = await vscode.workspace.openTextDocument(inLab('lab.yaml'));
    await vscode.commands.executeCommand('aiLabs.addCheck', { fsPath: inLab('guide/03-go-further.md'), step: 'go-further', title: 'It went further' });
    assert.equal(shown(), inLab('checks/it-went-further.sh'));
    assert.ok(process.platform === 'win32' || (statSync(inLab('checks/it-went-further.sh')).mode & 0o111) !== 0);
    assert.ok(document.getText().includes('# to run what the learner wrote as the learner'), 'comments stay');
    await until('a check that nothing proves', () => (problems(inLab('lab.yaml')).some(({ code }) => code === 'uncovered-check') ? true : undefined));
    assert.deepEqual(problems(inLab('lab.yaml')).map(({ code }) => code), ['uncovered-check']);
  });

  it('are imported, with the report in front', async () => {
    const { extensionPath } = await activeExtension();
    await vscode.commands.executeCommand('aiLabs.importLab', { source: path.join(extensionPath, 'test', 'fixtures', 'import', 'labspace'), folder });
    assert.equal(shown(), path.join(folder, 'labs', 'pack-service', 'IMPORT.md'));
    assert.ok(existsSync(path.join(folder, 'labs', 'images', 'podman', 'Dockerfile')));
  });
});
