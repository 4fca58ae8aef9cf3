import assert from 'node:assert/strict';
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeTabs, fixtureCatalog, journal, removeLabs, set, until } from './support';

const lab = 'checks-fixture/all-verdicts';

describe("an author's desk", function () {
  this.timeout(180_000);
  let catalog = '';
  let folder = '';
  let uri = vscode.Uri.file('/');
  let document: vscode.TextDocument;

  before(async () => {
    catalog = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-desk-')));
    await cp(await fixtureCatalog('checks'), catalog, { recursive: true });
    folder = path.join(catalog, 'basics', 'all-verdicts');
    uri = vscode.Uri.file(path.join(folder, 'lab.yaml'));
    await set('aiLabs.catalogs', [catalog]);
    await set('aiLabs.openFolder', 'filesOnly');
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until('what is to be improved', () => (codes(uri).includes('uncovered-check') ? true : undefined));
  });

  after(async () => {
    await removeLabs(catalog);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeTabs();
    await set('aiLabs.catalogs', undefined);
    await set('aiLabs.openFolder', undefined);
    await rm(catalog, { recursive: true, force: true });
  });

  function codes(file: vscode.Uri): string[] {
    return vscode.languages.getDiagnostics(file).filter(({ source }) => source === 'AI Labs').map(({ code }) => (typeof code === 'string' ? code : ''));
  }

  function problem(code: string): vscode.Diagnostic | undefined {
    return vscode.languages.getDiagnostics(uri).find((each) => each.code === code);
  }

  /** Types over a text, without saving. */
  async function type(from: string, to: string, file = document): Promise<void> {
    const at = file.getText().indexOf(from);
    assert.ok(at >= 0, from);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file.uri, new vscode.Range(file.positionAt(at), file.positionAt(at + from.length)), to);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  async function mend(code: string, title: RegExp, file = uri): Promise<void> {
    // Asked until it is there, as the light bulb does: what is known of a text is a moment behind it.
    const edit = await until(`${code}: ${title.source}`, async () => {
      const found = vscode.languages.getDiagnostics(file).find((each) => each.code === code);
      const actions = found && (await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', file, found.range));
      return actions?.find((each) => title.test(each.title))?.edit;
    });
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(`${code} is gone`, () => (codes(file).includes(code) ? undefined : true));
  }

  /** Takes the best fix as from the light bulb: new files and line ends do not survive the way of `executeCodeActionProvider`. */
  async function best(code: string, file: vscode.TextDocument): Promise<void> {
    const found = await until(code, () => vscode.languages.getDiagnostics(file.uri).find((each) => each.code === code));
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(found.range.start, found.range.end);
    await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'quickfix', apply: 'first', preferred: true });
    await until(`${code} is gone`, () => (codes(file.uri).includes(code) ? undefined : true));
  }

  function behind(text: string, file = document): vscode.Position {
    return file.positionAt(file.getText().indexOf(text) + text.length);
  }

  it('says what is wrong while it is typed, with its place, and mends it', async () => {
    await type('    guide: guide/01-word.md', '    guied: guide/01-word.md');
    const found = await until('the mistake', () => problem('unknown-key'));
    const line = document.positionAt(document.getText().indexOf('guied')).line;
    assert.deepEqual([found.range.start.line, found.range.start.character, found.range.end.character], [line, 4, 9]);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    await mend('unknown-key', /Change to guide/);
    assert.ok(document.getText().includes('    guide: guide/01-word.md'));
  });

  it('makes a file that is missing', async () => {
    await type('run: checks/greeting.sh', 'run: checks/other.sh');
    await best('missing-file', document);
    await until('the file', () => (existsSync(path.join(folder, 'checks', 'other.sh')) ? true : undefined));
    await type('run: checks/other.sh', 'run: checks/greeting.sh');
  });

  it('adds a key that is missing', async () => {
    await type('difficulty: beginner\n', '');
    await mend('missing-key', /Add difficulty/);
    assert.ok(document.getText().includes('\ndifficulty: beginner\n'));
  });

  it('reads pages and scripts as they are typed, and forgets them with the lab', async () => {
    const page = await vscode.workspace.openTextDocument(path.join(folder, 'guide', '01-word.md'));
    await vscode.window.showTextDocument(page, { preview: false });
    await type('- [x] read this', '- [x] read [this](check:greetin)', page);
    await mend('unknown-check', /Change to greeting/, page.uri);
    assert.ok(codes(page.uri).includes('missing-file'), 'the picture');
    const script = await vscode.workspace.openTextDocument(path.join(folder, 'checks', 'greeting.sh'));
    await vscode.window.showTextDocument(script, { preview: false });
    const edit = new vscode.WorkspaceEdit();
    edit.set(script.uri, [vscode.TextEdit.setEndOfLine(vscode.EndOfLine.CRLF), vscode.TextEdit.insert(new vscode.Position(0, 0), '\n')]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await best('crlf', script);
    assert.equal(script.eol, vscode.EndOfLine.LF);
    await script.save();
    await page.save();
  });

  it('leads from names to what they name, and gives ids others everywhere', async () => {
    const [definition] = await vscode.commands.executeCommand<vscode.LocationLink[]>('vscode.executeDefinitionProvider', uri, behind('run: checks/gree'));
    assert.equal(definition?.targetUri.fsPath, path.join(folder, 'checks', 'greeting.sh'));
    const [needed] = await vscode.commands.executeCommand<vscode.LocationLink[]>('vscode.executeDefinitionProvider', uri, behind('needs: [gree'));
    assert.equal(document.getText(needed?.targetRange), 'greeting');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, behind('needs: [gree'), 'salute');
    assert.deepEqual(edit.entries().map(([file, edits]) => [path.basename(file.fsPath), edits.length]).sort(), [['01-word.md', 1], ['lab.yaml', 2]]);
  });

  it('says what a key means', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, behind('    gui'));
    const said = hovers.flatMap(({ contents }) => contents).map((content) => (typeof content === 'string' ? content : content.value));
    assert.match(said.join('\n'), /Instructions, a Markdown file/);
  });

  async function lenses(): Promise<vscode.Command[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    return found.flatMap(({ command }) => command ?? []);
  }

  function titles(commands: vscode.Command[]): string[] {
    return commands.map(({ title }) => title.replace(/^\$\([\w~-]+\) /, ''));
  }

  it('tries one check, as it was just typed, on the running lab', async () => {
    assert.deepEqual(titles(await lenses()).slice(0, 5), ['Start', 'Preview', 'Rehearse', 'Run', 'Open Script']);
    await document.save();
    await vscode.commands.executeCommand('aiLabs.startLab', { lab });
    const before = (await journal()).filter((entry) => entry.lab === lab && entry.kind === 'checked').length;
    const script = await vscode.workspace.openTextDocument(path.join(folder, 'checks', 'greeting.sh'));
    await type('. "$LAB_LIB/lab.sh"', 'echo just typed; exit 1\n. "$LAB_LIB/lab.sh"', script);
    const run = (await lenses()).find(({ title }) => title.endsWith('Run'));
    assert.ok(run);
    await vscode.commands.executeCommand(run.command, ...((run.arguments ?? []) as unknown[]));
    assert.ok(titles(await lenses()).includes('just typed'), titles(await lenses()).join(', '));
    await type('echo just typed; exit 1', 'exit 0', script);
    await vscode.commands.executeCommand(run.command, ...((run.arguments ?? []) as unknown[]));
    assert.ok(titles(await lenses()).some((title) => title.startsWith('Passed in')), titles(await lenses()).join(', '));
    assert.equal((await journal()).filter((entry) => entry.lab === lab && entry.kind === 'checked').length, before, 'a try is not journaled');
  });

  it('forgets what is wrong when the last file of the lab is closed', async () => {
    await writeFile(uri.fsPath, document.getText());
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeTabs();
    await until('no problem', () => (codes(uri).length === 0 ? true : undefined), 60);
  });
});
