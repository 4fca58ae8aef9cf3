import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeTabs, fixtureCatalog, guideTabs, home, journal, removeLabs, set, until } from './support';

const lab = 'ui-fixture/say-hello';

describe('a lab, from start to stop', function () {
  this.timeout(180_000);
  let greeting = '';

  before(async () => {
    greeting = path.join(home(), 'say-hello', 'greeting.txt');
    await set('aiLabs.catalogs', [await fixtureCatalog('ui')]);
    await set('aiLabs.openFolder', 'filesOnly');
  });

  after(async () => {
    await removeLabs(await fixtureCatalog('ui'));
    await closeTabs();
    await set('aiLabs.catalogs', undefined);
    await set('aiLabs.openFolder', undefined);
  });

  function problems(): string[] {
    return vscode.languages.getDiagnostics(vscode.Uri.file(greeting)).map(({ message, range }) => `${range.start.line}: ${message}`);
  }

  async function kinds(): Promise<string[]> {
    return (await journal()).filter((entry) => entry.lab === lab).map(({ kind }) => kind);
  }

  it('starts, with files, guide and terminal at hand', async () => {
    await vscode.commands.executeCommand('aiLabs.startLab', { lab });
    assert.equal(await readFile(greeting, 'utf8'), 'helo\n');
    await until('the guide', () => (guideTabs().length > 0 ? true : undefined));
    assert.deepEqual(guideTabs(), ['Say hello']);
    assert.ok(vscode.window.terminals.some(({ name }) => name === 'Lab: Say hello'));
    await until('the file in an editor', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === greeting));
    assert.ok((await kinds()).includes('started'));
  });

  it('opens no second terminal or guide when it is asked again', async () => {
    await vscode.commands.executeCommand('aiLabs.startLab', { lab });
    await vscode.commands.executeCommand('aiLabs.openTerminal', { lab });
    assert.equal(vscode.window.terminals.filter(({ name }) => name === 'Lab: Say hello').length, 1);
    assert.deepEqual(guideTabs(), ['Say hello']);
  });

  it('says what is not right yet, also in Problems', async () => {
    await vscode.commands.executeCommand('aiLabs.checkStep', { lab });
    const checks = (await journal()).filter(({ kind }) => kind === 'checked');
    assert.deepEqual(checks.map(({ check, verdict }) => [check, verdict]), [['greeting', 'failed'], ['broken', 'errored']]);
    assert.deepEqual(problems(), ['0: greeting.txt says hello: expected hello, found helo']);
  });

  it('checks by itself what a save changed', async () => {
    const document = await vscode.workspace.openTextDocument(greeting);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(0).range, 'hallo');
    await vscode.workspace.applyEdit(edit);
    assert.ok(await document.save());
    await until('the verdict on what was saved', () => (problems()[0]?.includes('found hallo') ? true : undefined));
    await until('the journal', async () => ((await kinds()).at(-1) === 'checked' ? true : undefined));
  });

  it('does not where the setting says so', async () => {
    await set('aiLabs.checkOnSave', false);
    const document = await vscode.workspace.openTextDocument(greeting);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(0).range, 'hullo');
    await vscode.workspace.applyEdit(edit);
    assert.ok(await document.save());
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.ok(problems()[0]?.includes('found hallo'));
    await set('aiLabs.checkOnSave', undefined);
  });

  it('takes what is typed into the terminal', async () => {
    const terminal = vscode.window.terminals.find(({ name }) => name === 'Lab: Say hello');
    terminal?.sendText('echo hello > greeting.txt; id -un > who.txt');
    await until('the mended file', async () => ((await readFile(greeting, 'utf8')) === 'hello\n' ? true : undefined));
    const who = path.join(path.dirname(greeting), 'who.txt');
    assert.equal(await until('the name', async () => (await readFile(who, 'utf8').catch(() => '')).trim() || undefined), 'learner');
  });

  it('completes the step by itself once the command has ended, and the lab by going on', async () => {
    await until('the next step', async () => ((await kinds()).at(-1) === 'step-entered' ? true : undefined));
    await until('no problem', () => (problems().length === 0 ? true : undefined));
    const verdicts = (await journal()).filter(({ kind }) => kind === 'checked').map(({ check, verdict }) => `${String(check)} ${String(verdict)}`);
    assert.deepEqual(verdicts, ['greeting failed', 'broken errored', 'greeting failed', 'greeting passed'], 'what is no news is not journaled');
    await vscode.commands.executeCommand('aiLabs.nextStep', { lab });
    assert.ok((await kinds()).includes('lab-completed'));
  });

  it('stops, and keeps the files', async () => {
    const terminal = vscode.window.terminals.find(({ name }) => name === 'Lab: Say hello');
    await vscode.commands.executeCommand('aiLabs.stopLab', { lab });
    assert.equal(await readFile(greeting, 'utf8'), 'hello\n');
    await until('the end of the terminal’s shell', () => terminal?.exitStatus);
    await writeFile(greeting, 'changed\n');
    await vscode.commands.executeCommand('aiLabs.checkStep', { lab });
    assert.equal((await kinds()).filter((kind) => kind === 'checked').length, 4, 'a stopped lab is not checked');
  });
});
