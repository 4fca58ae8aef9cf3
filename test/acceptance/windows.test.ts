import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { guide, labRow, LabWindow, openView, startLab, story, typeInTerminal, uiLabs, until } from './window';


describe('a window without a folder', function () {
  this.timeout(180_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => (window = await LabWindow.open({ catalogs: uiLabs, empty: true })));
  after(() => window?.close());

  it('becomes the lab’s window, with guide and terminal', async () => {
    const { page } = window;
    // A window loads a guide while it is in front, as it is when a person clicks in it.
    await page.bringToFront();
    await openView(page);
    await startLab(page, /Say hello/);
    // Guide and terminal are there at once; the window starts anew when the learner has read why.
    await guide(page).getByRole('button', { name: 'Stop' }).waitFor({ timeout: 120_000 });
    const question = page.locator('.notification-list-item').filter({ hasText: /VS Code reloads it for that, and may ask whether you trust the folder/ });
    await question.waitFor();
    await window.screenshot('before-reload');
    await question.getByRole('button', { name: 'Open Folder' }).click();
    await page.waitForURL(/folder=.*say-hello/, { timeout: 120_000 });
    await guide(page).getByRole('button', { name: 'Stop' }).waitFor();
    await page.locator('.terminal-wrapper.active').waitFor();
    await typeInTerminal(page, 'pwd > where.txt');
    await until('the terminal', async () => (await window.file('say-hello/where.txt')) === '/workspace\n');
    assert.ok(page.url().includes(encodeURI(await realpath(path.join(window.home, 'say-hello')))));
    await window.screenshot('lab-window');
  });
});

describe('two windows', function () {
  this.timeout(180_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => (window = await LabWindow.open({ catalogs: uiLabs })));
  after(() => window?.close());

  it('show the same truth', async () => {
    const { page } = window;
    const other = await window.vs.openWindow(path.join(window.scratch));
    other.setDefaultTimeout(60_000);
    await openView(other);
    await labRow(other, /Say hello, not started/);
    await openView(page);
    await startLab(page, /Say hello/);
    await guide(page).getByRole('button', { name: /Write a word/ }).first().waitFor();
    await other.getByRole('treeitem', { name: /Say hello, running/ }).waitFor();
    await other.bringToFront();
    await (await labRow(other, /Say hello/)).click();
    await guide(other).getByRole('button', { name: /Write a word/ }).first().click();
    await guide(other).getByRole('button', { name: 'Check Step' }).click();
    await guide(other).locator('.check.failed').waitFor();
    await page.bringToFront();
    await guide(page).getByRole('button', { name: /Write a word/ }).first().click();
    await guide(page).locator('.check.failed').filter({ hasText: 'The greeting is right' }).waitFor();
    await guide(page).getByRole('button', { name: 'Stop' }).click();
    await other.getByRole('treeitem', { name: /Say hello, begun/ }).waitFor();
    await other.close();
  });
});
