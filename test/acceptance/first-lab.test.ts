import assert from 'node:assert/strict';
import { command, focusTerminal, guide, labRow, LabWindow, openView, startLab, story, typeInTerminal, until } from './window';

const title = /Five minutes to get around/;

describe('a first lab', function () {
  this.timeout(300_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open();
  });
  after(() => window?.close());

  it('is found in the career path', async () => {
    await openView(window.page);
    await labRow(window.page, title);
    await window.screenshot('career-path');
  });

  it('starts by a click, and is ready with its guide and terminal', async () => {
    const { page } = window;
    await startLab(page, title);
    await page.getByRole('treeitem', { name: /Five minutes to get around, running/ }).waitFor({ timeout: 180_000 });
    await guide(page).getByRole('heading', { name: 'Five minutes to get around' }).first().waitFor();
    await page.locator('.terminal-wrapper.active').waitFor();
    assert.ok((await window.journal()).includes('started'));
  });

  it('fails its check with what was expected and found', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: /Next: Mend one line/ }).click();
    await guide(page).getByRole('button', { name: 'Check Step' }).click();
    const check = guide(page).locator('.check.failed');
    await check.waitFor();
    await check.getByText('Expected').first().waitFor();
    await check.getByText('Found').first().waitFor();
    await check.scrollIntoViewIfNeeded();
    await window.screenshot('check-failed');
    assert.ok((await window.journal()).includes('checked failed'));
  });

  it('shows hints one at a time', async () => {
    const hints = guide(window.page).locator('.hints');
    await hints.getByRole('button', { name: /Show Hint \(1 of 3\)/ }).click();
    await hints.getByRole('button', { name: /Show Hint \(2 of 3\)/ }).waitFor();
    assert.equal(await hints.locator('li').count(), 1);
  });

  it('takes a fix typed into the terminal, and passes', async () => {
    const { page } = window;
    await typeInTerminal(page, "sed -i \"s/return MODEL\\['per_km'\\]/return MODEL['base'] + MODEL['per_km']/\" service.py");
    await until('the mended file', async () => (await window.file('first-steps/service.py')).includes("MODEL['base'] + "));
    await guide(page).getByRole('button', { name: 'Check Step' }).click();
    await guide(page).locator('.check.passed').waitFor();
    await guide(page).getByRole('button', { name: /Next: Start it yourself/ }).click();
    await guide(page).getByRole('heading', { name: 'Start it yourself' }).waitFor();
  });

  it('runs a block of the guide in the terminal, and completes', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: 'Run', exact: true }).click();
    await until('the service', async () => {
      await guide(page).getByRole('button', { name: 'Check Step' }).click();
      await guide(page).locator('.check.passed, .check.failed').first().waitFor();
      return (await guide(page).locator('.check.passed').count()) > 0;
    });
    await guide(page).getByText('This lab is complete.').waitFor();
    assert.ok((await window.journal()).includes('lab-completed'));
    await page.getByRole('treeitem', { name: /Five minutes to get around.*2\/2/ }).waitFor();
    await window.screenshot('lab-completed');
  });

  it('is still there after a reload, with its terminal', async () => {
    const { page } = window;
    await window.vs.reload();
    await guide(page).getByText('2 of 2 steps').waitFor();
    await page.getByRole('treeitem', { name: /Five minutes to get around, running/ }).waitFor();
    await page.locator('.statusbar').getByText('Five minutes to get around').waitFor();
    // VS Code brings terminals back last. What runs in it never ended: the service of the step before.
    await page.locator('.terminal-wrapper.active').waitFor();
    await command(page, 'AI Labs: Open Terminal');
    await until('the terminal to obey', async () => {
      await focusTerminal(page);
      await page.keyboard.press('Control+c');
      await typeInTerminal(page, 'echo back > back.txt');
      return (await window.file('first-steps/back.txt')) === 'back\n';
    });
    const tabs = await page.locator('.terminal-tabs-entry').count();
    assert.equal(tabs, 0, 'one terminal needs no list of terminals');
  });

  it('stops by a click and keeps the files', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: 'Stop' }).click();
    await guide(page).getByRole('button', { name: 'Start Again' }).waitFor();
    assert.equal(await window.file('first-steps/back.txt'), 'back\n');
  });
});
