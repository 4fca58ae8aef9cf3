import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { activeExtension, closeTabs } from './support';

describe('what was handed in', function () {
  this.timeout(180_000);
  let folder = '';

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-handed-in-')));
  });
  after(async () => {
    await closeTabs();
    await rm(folder, { recursive: true, force: true });
  });

  it('is graded, and the table opened', async () => {
    const { extensionPath } = await activeExtension();
    const lab = path.join(extensionPath, 'labs', 'foundations', 'first-steps');
    await cp(path.join(lab, 'workspace'), path.join(folder, 'class', 'ada'), { recursive: true });
    await writeFile(path.join(folder, 'class', 'ada', 'service.py'), await readFile(path.join(lab, 'solution', 'service.py')));
    const out = path.join(folder, 'grades.csv');
    await vscode.commands.executeCommand('aiLabs.gradeHandIns', { lab: 'ai-architect/first-steps', folder: path.join(folder, 'class'), out });
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, out);
    assert.match(vscode.window.activeTextEditor.document.getText(), /^ada,ada,ai-architect\/first-steps,graded,1,1,100,1,1,passed,not graded,\r?$/m);
    assert.match(await readFile(path.join(folder, 'grades-criteria.csv'), 'utf8'), /^ada,ada,estimate,/m);
  });
});
