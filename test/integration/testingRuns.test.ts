import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeTabs, fixtureCatalog, home, journal, removeLabs, set, until } from './support';

const lab = 'checks-fixture/waits';

/** Runs that begin and end in the Testing view, by the commands behind its buttons. */
describe('runs of the Testing view', function () {
  this.timeout(180_000);
  const inFolder = (name: string): string => path.join(home(), 'waits', name);
  const beat = (): Promise<string> => readFile(inFolder('beat'), 'utf8').catch(() => '');

  before(async () => {
    await set('aiLabs.catalogs', [await fixtureCatalog('checks')]);
    await set('aiLabs.openFolder', 'filesOnly');
    // What runs by itself here runs because the view was told so.
    await set('aiLabs.checkOnSave', false);
    await vscode.commands.executeCommand('aiLabs.startLab', { lab });
    await vscode.commands.executeCommand('testing.refreshTests');
  });

  after(async () => {
    await vscode.commands.executeCommand('testing.stopContinuousRun');
    await removeLabs(await fixtureCatalog('checks'));
    await closeTabs();
    for (const id of ['aiLabs.catalogs', 'aiLabs.openFolder', 'aiLabs.checkOnSave']) {
      await set(id, undefined);
    }
  });

  async function verdicts(): Promise<unknown[]> {
    return (await journal()).filter((entry) => entry.lab === lab && entry.kind === 'checked').map(({ verdict }) => verdict);
  }

  async function save(text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(inFolder('word.txt'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(0).range, text);
    await vscode.workspace.applyEdit(edit);
    assert.ok(await document.save());
  }

  /** Begins a continuous run, which takes VS Code a moment, and saves both texts over and over until the verdict is there. */
  async function continuously(verdict: string, one: string, other: string): Promise<void> {
    await vscode.commands.executeCommand('testing.startContinuousRun');
    await until(`the verdict on ${other}`, async () => {
      await save(one);
      await save(other);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return (await verdicts()).at(-1) === verdict ? true : undefined;
    });
  }

  it('end inside the container when they are cancelled there, and leave no verdict', async () => {
    await writeFile(inFolder('hold'), '');
    const run = vscode.commands.executeCommand('testing.runAll');
    await until('the check', async () => (await beat()) || undefined);
    await vscode.commands.executeCommand('testing.cancelRun');
    await run;
    const last = await until('the end of the check', async () => {
      const before = await beat();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return before === (await beat()) ? before : undefined;
    });
    assert.notEqual(last, '');
    assert.deepEqual(await verdicts(), []);

    await rm(inFolder('hold'));
    await vscode.commands.executeCommand('testing.runAll');
    assert.deepEqual(await verdicts(), ['failed'], 'the lab can be checked again');
  });

  it('go on by themselves for as long as a continuous run does', async () => {
    await continuously('passed', 'better', 'good');
    await vscode.commands.executeCommand('testing.stopContinuousRun');
    // VS Code says so a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const before = await verdicts();
    await save('bad');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(await verdicts(), before, 'ended where it was begun');
    await continuously('failed', 'worse', 'worst');
  });
});
