import assert from 'node:assert/strict';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectAccessible } from './axe';
import { command, fixtures, guide, labRow, LabWindow, openView, story, until, wear } from './window';

describe('a guide to learn from', function () {
  this.timeout(300_000);
  let window: LabWindow;
  let scratch: string;
  story(this, () => window);

  before(async () => {
    scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-guide-')));
    await cp(path.join(fixtures, 'guide'), path.join(scratch, 'guide'), { recursive: true });
    window = await LabWindow.open({ catalogs: [path.join(scratch, 'guide')], folder: path.join(scratch, 'guide') });
  });
  after(async () => {
    await window?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it('is opened by nobody but the learner', async () => {
    const { page } = window;
    await openView(page);
    assert.equal(await page.locator('.editor-group-container .tab').count(), 0);
    assert.equal(await page.locator('.notification-toast, .terminal-wrapper').count(), 0);
  });

  it('can be read before the start, by everybody', async () => {
    const row = await labRow(window.page, /Ask me first/);
    await row.click();
    await guide(window.page).getByText('{{input.username}}').first().waitFor();
    await guide(window.page).getByRole('img', { name: /^flowchart LR/ }).waitFor();
    await guide(window.page).getByRole('img', { name: 'Three boxes in a row' }).waitFor();
    await expectAccessible(guide(window.page));
  });

  it('asks for what the lab needs to know, and uses the answer', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: 'Start Lab' }).click();
    const input = page.locator('.quick-input-widget input').first();
    await until('the offered answer', async () => (await input.inputValue()) === 'ada');
    await input.fill('grace');
    await input.press('Enter');
    await guide(page).getByRole('button', { name: 'Stop' }).waitFor();
    await guide(page).getByText('You are grace').waitFor();
    await guide(page).getByText('{{ other }} is left alone').waitFor();
    await guide(page).getByText('{{port').waitFor({ state: 'detached' });
    assert.match((await guide(page).getByRole('link', { name: 'the page' }).getAttribute('href')) ?? '', /^https?:/);
  });

  it('says what to do after a failure, without what a check’s output could play', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: 'Check Step' }).click();
    const failed = guide(page).locator('.check.failed');
    await failed.waitFor();
    assert.equal(await failed.locator('dd').last().innerText(), 'nothing');
    await guide(page).getByText('Mend what is marked above').waitFor();
    await expectAccessible(guide(page));
  });

  it('shows hints, then asks once and shows the solution', async () => {
    const { page } = window;
    await guide(page).locator('.next-action').getByRole('button', { name: /Show Hint \(1 of 2\)/ }).click();
    assert.equal(await guide(page).getByRole('button', { name: 'Show Solution…' }).count(), 0);
    await guide(page).locator('.hints').getByRole('button', { name: /Show Hint \(2 of 2\)/ }).click();
    await guide(page).locator('.hints').getByText('It should hold grace').waitFor();
    await guide(page).getByRole('button', { name: 'Show Solution…' }).click();
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Show Solution' }).click();
    await guide(page).locator('.solution').getByText('echo "$INPUT_USERNAME" > greeting.txt').waitFor();
    assert.equal((await window.journal()).filter((kind) => kind === 'solution-shown').length, 1);
    await expectAccessible(guide(page));
  });

  it('takes another answer later', async () => {
    const { page } = window;
    await guide(page).locator('.inputs summary').click();
    await guide(page).getByRole('button', { name: 'Change…' }).click();
    const input = page.locator('.quick-input-widget input').first();
    await until('the last answer', async () => (await input.inputValue()) === 'grace');
    await input.fill('linus');
    await input.press('Enter');
    await guide(page).getByText('You are linus').waitFor();
    await page.locator('.notification-toast').getByText('use your new values').waitFor();
  });

  for (const [theme, name] of [['Light Modern', 'light'], ['Dark Modern', 'dark'], ['Dark High Contrast', 'contrast'], ['Light High Contrast', 'contrast-light']] as const) {
    it(`is accessible and looks right in ${theme}`, async () => {
      const { page } = window;
      await command(page, 'Preferences: Color Theme');
      const input = page.locator('.quick-input-widget input').first();
      await input.fill(theme);
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: theme }).first().click();
      await guide(page).locator('body[class*="vscode-"]').waitFor();
      await guide(page).getByRole('img', { name: /^flowchart LR/ }).scrollIntoViewIfNeeded();
      await expectAccessible(guide(page));
      await window.screenshot(`guide-page-${name}`);
      await guide(page).locator('.solution').scrollIntoViewIfNeeded();
      await window.screenshot(`guide-help-${name}`);
    });
  }

  it('is where it was left when it is opened again', async () => {
    const { page } = window;
    const scrolled = (): Promise<number> => guide(page).locator('html').evaluate((html) => html.scrollTop);
    await guide(page).locator('footer').scrollIntoViewIfNeeded();
    await until('the place to be known', async () => (await scrolled()) > 100);
    const before = await scrolled();
    await page.waitForTimeout(500);
    const tab = page.getByRole('tab', { name: /Ask me first/ });
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
    await (await labRow(page, /Ask me first/)).click();
    await guide(page).locator('footer').waitFor();
    // Alone in its column the panel is wider, and its page a little shorter.
    await until('the same place', async () => Math.abs((await scrolled()) - before) < 150);
  });

  it('says what was learned at the end', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: 'Run', exact: true }).click();
    await until('the file', async () => (await window.file('ask-me/greeting.txt')) === 'linus\n');
    await guide(page).getByRole('radio', { name: 'Because' }).check();
    await guide(page).getByRole('button', { name: 'Answer' }).click();
    await guide(page).getByText('It is so.', { exact: true }).waitFor();
    await guide(page).getByRole('button', { name: 'Check Step' }).click();
    await guide(page).getByText('This lab is complete.').waitFor();
    await guide(page).locator('.banner').getByText('Problem solving').waitFor();
    await guide(page).locator('.banner').getByText('Go on with:').waitFor();
    await expectAccessible(guide(page));
    for (const theme of ['Dark High Contrast', 'Dark Modern', 'Light Modern'] as const) {
      await wear(page, theme);
      await guide(page).locator('.banner').evaluate((banner) => banner.scrollIntoView({ block: 'center' }));
      await window.screenshot(`guide-completed-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  });

  it('is shown live to who writes it', async () => {
    const { page } = window;
    await command(page, 'View: Close All Editors');
    await page.keyboard.press('Control+p');
    await page.locator('.quick-input-widget input').first().fill('01-word.md');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasNotText: 'qps' }).first().click();
    await page.locator('.tab[aria-label*="01-word.md"]').first().waitFor();
    await page.locator('.editor-actions').getByRole('button', { name: 'Open Guide Preview' }).first().click();
    await guide(page).getByText('You are linus').waitFor();
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('# Typed just now by {{input.username}}\n\n');
    await guide(page).getByRole('heading', { name: 'Typed just now by linus' }).waitFor();
    await window.screenshot('guide-preview');
  });
});
