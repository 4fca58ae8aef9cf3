import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { command, labRow, LabWindow, openView, story, until } from './window';

const root = path.resolve(__dirname, '../..');
const run = promisify(execFile);

describe('what asks an instructor', function () {
  this.timeout(240_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open();
    // With the view VS Code knows, too, that it trusts the folder: until then commands that ask for it are not in the palette.
    await openView(window.page);
  });
  after(() => window?.close());

  const inFolder = (...parts: string[]): string => path.join(window.scratch, 'folder', ...parts);
  const asked = (): Locator => window.page.locator('.quick-input-widget:visible');
  const tab = (name: string): Locator => window.page.locator('.tab.active').filter({ hasText: name });

  /** Waits for a question by its words, then answers it by typing; without a text what stands there is taken. */
  async function type(question: string, text?: string): Promise<void> {
    await asked().getByText(question).first().waitFor();
    const input = asked().locator('.quick-input-box input').first();
    await (text === undefined ? undefined : input.fill(text));
    await input.press('Enter');
  }

  /** The same, by choosing a row. */
  async function choose(question: string, row: string): Promise<void> {
    await asked().getByPlaceholder(question).first().waitFor();
    await asked().locator('.monaco-list-row').filter({ hasText: row }).first().click();
  }

  /** The dialogs of VS Code for files and folders: the path is typed, then its button pressed. */
  async function enterPath(button: string, text: string): Promise<void> {
    const ok = asked().getByRole('button', { name: button, exact: true });
    await ok.waitFor();
    const input = asked().locator('.quick-input-box input').first();
    // The dialog writes its own folder there once it has listed it, over what was typed.
    await until('the path to be taken', async () => {
      const taken = (await input.inputValue()).startsWith(text);
      await (taken ? undefined : input.fill(text));
      return taken;
    });
    await ok.click();
  }

  /** Saves, and waits until lab.yaml says so. */
  async function saved(words: string): Promise<void> {
    await command(window.page, 'File: Save All');
    await until(`${words} to be saved`, async () => (await readFile(inFolder('labs/count-the-errors/lab.yaml'), 'utf8')).includes(words));
  }

  it('New Lab: a template, a title, an id and a key action, and the lab is there', async () => {
    await command(window.page, 'AI Labs: New Lab…');
    await choose('What it begins as: a whole lab that you change piece by piece', 'Plain exercise');
    await type('What will the learner do?', 'Count the errors');
    await asked().getByText('The id of the lab').first().waitFor();
    assert.equal(await asked().locator('.quick-input-box input').first().inputValue(), 'count-the-errors', 'an id is proposed');
    await window.screenshot('new-lab-id');
    await type('The id of the lab');
    await choose('The key action of the career path that it belongs to', 'containers');
    await tab('lab.yaml').waitFor();
    assert.match(await readFile(inFolder('labs/count-the-errors/lab.yaml'), 'utf8'), /^title: Count the errors$/m);
  });

  it('Add Step: a title, and its page is open', async () => {
    await command(window.page, 'AI Labs: Add Step…');
    await type('What will the learner do in this step?', 'Write a summary');
    await tab('03-write-a-summary.md').waitFor();
    await saved('title: Write a summary');
  });

  it('Add Check: a step and a title, and its script is open', async () => {
    await window.page.locator('.tab').filter({ hasText: 'lab.yaml' }).first().click();
    await tab('lab.yaml').waitFor();
    await command(window.page, 'AI Labs: Add Check…');
    await choose('The step it belongs to', 'Write a summary');
    await type('What is true when it passes?', 'The summary names every error');
    await tab('the-summary-names-every-error.sh').waitFor();
    await saved('title: The summary names every error');
    assert.ok(((await stat(inFolder('labs/count-the-errors/checks/the-summary-names-every-error.sh'))).mode & 0o111) !== 0);
  });

  it('Import Labs: a folder, and the report is open', async () => {
    await cp(path.join(root, 'test/fixtures/import/labspace'), path.join(window.scratch, 'labspace'), { recursive: true });
    await command(window.page, 'AI Labs: Import Labs…');
    await enterPath('Import', path.join(window.scratch, 'labspace'));
    await tab('IMPORT.md').waitFor();
    assert.match(await readFile(inFolder('labs/pack-service/lab.yaml'), 'utf8'), /^id: pack-service$/m);
  });

  it('and all of it validates', async () => {
    const { stdout } = await run(process.execPath, [path.join(root, 'dist/cli.js'), 'validate', inFolder('labs')]);
    assert.match(stdout, /^2 labs: 0 errors, /m);
  });

  it('Grade Hand-ins: a lab, a folder and where the table goes, and the table is open', async () => {
    const { page, scratch } = window;
    const firstSteps = path.join(root, 'labs/foundations/first-steps');
    await cp(path.join(firstSteps, 'workspace'), path.join(scratch, 'class', 'ada'), { recursive: true });
    await writeFile(path.join(scratch, 'class', 'ada', 'service.py'), await readFile(path.join(firstSteps, 'solution/service.py')));
    await command(page, 'AI Labs: Grade Hand-ins…');
    await asked().locator('.monaco-list-row').filter({ hasText: 'Five minutes to get around' }).first().click();
    await enterPath('Grade', path.join(scratch, 'class'));
    await enterPath('OK', path.join(scratch, 'grades.csv'));
    await page.locator('.notification-toast').filter({ hasText: /Grading Five minutes/ }).first().waitFor();
    await window.screenshot('grading');
    await tab('grades.csv').waitFor({ timeout: 120_000 });
    assert.match(await readFile(path.join(scratch, 'grades.csv'), 'utf8'), /^ada,ada,ai-architect\/first-steps,graded,1,1,100,1,1,passed,not graded,\r$/m);
    assert.match(await readFile(path.join(scratch, 'grades-criteria.csv'), 'utf8'), /^ada,ada,estimate,/m);
    await page.locator('.notification-toast').filter({ hasText: '1 handed in: 1 with everything right' }).first().waitFor();
    await window.screenshot('graded');
  });

  it('Check Class Readiness: whose labs, and what a class lacks here', async () => {
    await command(window.page, 'AI Labs: Check Class Readiness…');
    await choose('Which labs a class is to do on this machine', 'Foundations');
    await asked().getByPlaceholder(/A class can begin here|to look at/).first().waitFor();
    await asked().locator('.monaco-list-row').filter({ hasText: /container engine/i }).first().waitFor();
    await window.screenshot('class-readiness');
    await window.page.keyboard.press('Escape');
  });

  it('Add Lab Pack: an address, what it may do, and its labs are in the tree; Remove Lab Pack takes them away', async () => {
    const { page, scratch } = window;
    const repository = path.join(scratch, 'pack');
    await cp(path.join(root, 'test/fixtures/catalogs/ui'), path.join(repository, 'labs'), { recursive: true });
    const file = path.join(repository, 'labs/catalog.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('ui-fixture', 'of-a-pack'));
    const git = (...words: string[]): Promise<unknown> => run('git', ['-C', repository, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words]);
    await git('init', '--quiet');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Labs');
    await command(page, 'AI Labs: Add Lab Pack…');
    await type('Address of a git repository', `file://${repository}`);
    const question = page.locator('.monaco-dialog-box');
    await question.getByText('Trust the lab pack').waitFor();
    await window.screenshot('trust-pack');
    await question.getByRole('button', { name: 'Trust This Pack' }).click();
    await page.locator('.notification-toast').filter({ hasText: /are in the tree/ }).first().waitFor();
    const row = await labRow(page, /Say hello/);
    await command(page, 'AI Labs: Remove Lab Pack…');
    await choose('Whose labs go from the list', 'pack');
    await row.waitFor({ state: 'detached' });
  });
});
