import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { expectAccessible } from './axe';
import { command, guide, labRow, LabWindow, openView, startLab, story, uiLabs, until, wear } from './window';

const themes = ['Light Modern', 'Dark High Contrast', 'Dark Modern'] as const;

function row(page: Page, name: RegExp): Locator {
  return page.getByRole('treeitem', { name });
}

/** Ticks choices of a list that takes several, and accepts. */
async function choose(page: Page, ...labels: string[]): Promise<void> {
  const list = page.locator('.quick-input-list .monaco-list-row');
  for (const label of labels) {
    await list.filter({ hasText: label }).first().click();
  }
  await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
}

async function titleButton(page: Page, name: string): Promise<void> {
  // Shown while the mouse is over the view.
  await page.locator('.sidebar .pane-body').last().hover();
  await page.getByRole('button', { name }).first().click();
}

describe('finding one’s way in the career path', function () {
  this.timeout(300_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => (window = await LabWindow.open({ catalogs: uiLabs })));
  after(() => window?.close());

  async function pictures(name: string): Promise<void> {
    for (const theme of themes) {
      await wear(window.page, theme);
      await window.screenshot(`${name}-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  }

  it('begins at the top, and says of a locked lab what comes first', async () => {
    const { page } = window;
    await openView(page);
    await row(page, /^Start here: /).waitFor();
    const locked = await labRow(page, /Never healthy, locked/);
    await locked.getByText('after “Say hello”').waitFor();
    await locked.hover();
    await page.locator('.workbench-hover-container').getByText(/Locked: builds on Say hello/).waitFor();
    await window.screenshot('tree-locked-tooltip');
    await pictures('tree-locked');
  });

  it('shows some of the labs, says which, and remembers it', async () => {
    const { page } = window;
    await titleButton(page, 'Filter Labs…');
    await page.locator('.quick-input-list').waitFor();
    await window.screenshot('tree-filter-choices');
    await choose(page, 'Locked', 'Beginner');
    await row(page, /Never healthy/).waitFor();
    await row(page, /^Say hello, not started/).waitFor({ state: 'detached' });
    await page.getByText(/\d+ of \d+ labs: Locked, Beginner/).waitFor();
    await pictures('tree-filtered');
    await window.vs.reload();
    await row(page, /Never healthy/).waitFor();
    await page.getByText(/\d+ of \d+ labs: Locked, Beginner/).waitFor();
    assert.equal(await row(page, /Say hello, not started/).count(), 0);
  });

  it('says where nothing fits, a click from the whole path', async () => {
    const { page } = window;
    await titleButton(page, 'Filter Labs…');
    await choose(page, 'Running', 'Locked', 'Beginner');
    const welcome = page.locator('.welcome-view').filter({ hasText: 'No lab fits the filter.' });
    await welcome.waitFor();
    await pictures('tree-nothing-fits');
    await welcome.getByRole('button', { name: 'Clear Filter' }).click();
    await row(page, /^Start here: /).waitFor();
    await labRow(page, /Say hello, not started/);
  });

  it('finds a lab by its words, shows its row and opens its guide', async () => {
    const { page } = window;
    await command(page, 'AI Labs: Search Labs…');
    const input = page.locator('.quick-input-widget input[aria-controls="quickInput_list"]').first();
    await input.fill('second is read');
    await window.screenshot('tree-search');
    await page.keyboard.press('Enter');
    await guide(page).getByRole('heading', { name: 'Say hello' }).first().waitFor();
    await page.locator('[role="treeitem"][aria-selected="true"]').and(row(page, /^Say hello, /)).waitFor();
  });

  it('asks how to go on where a lab builds on another, and prepares that without passing it', async () => {
    const { page } = window;
    const locked = await labRow(page, /Never healthy, locked/);
    await locked.hover();
    await locked.getByRole('button', { name: 'Start Lab' }).click();
    await page.locator('.quick-input-list').getByText('Prepare “Say hello” for Me').waitFor();
    await window.screenshot('tree-ways-to-go-on');
    await page.keyboard.press('Escape');
    await locked.click({ button: 'right' });
    const item = page.locator('.monaco-menu').getByText('Prepare Prerequisite');
    await item.waitFor();
    await until('the menu to close', async () => {
      await page.keyboard.press('Escape');
      return item.waitFor({ state: 'hidden', timeout: 1000 }).then(() => true, () => false);
    });

    await locked.click();
    await guide(page).getByText('Locked: builds on Say hello, which you have not done yet.').waitFor();
    await guide(page).getByRole('button', { name: 'Start Anyway' }).waitFor();
    await guide(page).getByRole('button', { name: 'Prepare “Say hello” for Me' }).waitFor();
    await expectAccessible(guide(page));
    await window.screenshot('guide-locked');
    await guide(page).getByRole('button', { name: 'Do “Say hello” First' }).click();
    await guide(page).getByRole('heading', { name: 'Say hello' }).first().waitFor();
    await locked.click();
    await guide(page).getByRole('button', { name: 'Prepare “Say hello” for Me' }).click();
    const toast = page.locator('.notification-toast').filter({ hasText: 'is prepared; it does not count as passed' });
    await toast.waitFor({ timeout: 120_000 });
    await row(page, /Never healthy, not started/).waitFor();
    await guide(page).getByRole('button', { name: 'Start Lab' }).waitFor();
    await row(page, /^Say hello, prepared/).waitFor();
    assert.deepEqual(await window.journal(), ['prepared']);
    await window.screenshot('tree-prepared');
    await toast.hover();
    await toast.getByRole('button', { name: /Clear Notification/ }).click();
  });

  it('goes on with the lab last used, at its step', async () => {
    const { page } = window;
    await startLab(page, /^Say hello/);
    const at = row(page, /^Continue: Say hello, Write a word/);
    await at.waitFor({ timeout: 120_000 });
    await pictures('tree-continue');
    await at.hover();
    await at.getByRole('button', { name: 'Check Step' }).click();
    await until('the verdict', async () => (await window.journal()).includes('checked failed'));
    await guide(page).getByRole('button', { name: 'Stop' }).click();
    await row(page, /Say hello, begun/).first().waitFor();
    await at.hover();
    await at.getByRole('button', { name: 'Start Lab' }).click();
    await row(page, /^Say hello, running/).waitFor({ timeout: 120_000 });
  });
});
