import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { nullLog } from '../../src/common/log';
import { Journal } from '../../src/progress/journal';
import { expectAccessible } from './axe';
import { command, guide, LabWindow, openView, story, until } from './window';

const themes = [
  ['Light Modern', 'light'], ['Dark High Contrast', 'high-contrast'], ['Light High Contrast', 'high-contrast-light'], ['Dark Modern', 'dark'],
] as const;

describe('the career guide on the screen', function () {
  this.timeout(300_000);
  let window: LabWindow;
  let journal: Journal;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open();
    const file = path.join(window.home, '.state', 'journal.jsonl');
    await mkdir(path.dirname(file), { recursive: true });
    journal = new Journal(file, nullLog);
    await complete('first-steps');
    await openView(window.page);
  });
  after(async () => {
    journal?.dispose();
    await window?.close();
  });

  function complete(id: string): Promise<void> {
    const lab = `ai-architect/${id}`;
    return journal.append({ kind: 'started', lab, session: `${id}@test` }, { kind: 'lab-completed', lab });
  }

  function part(name: string): Locator {
    return guide(window.page).getByRole('region', { name });
  }

  it('opens from the title of the view', async () => {
    await window.page.getByRole('button', { name: 'Open Career Guide' }).first().click();
    await guide(window.page).getByRole('heading', { name: 'AI Architect', level: 1 }).waitFor();
    await part('The path').getByRole('heading', { name: 'Run CI/CD pipelines for models' }).waitFor();
  });

  it('shows the role that is chosen with the keyboard, as a chart and as a table', async () => {
    const first = guide(window.page).getByRole('radio', { name: /^AI Architect/ });
    await first.focus();
    assert.ok(await first.isChecked());
    await window.page.keyboard.press('ArrowDown');
    await guide(window.page).getByRole('img', { name: /asked for by AI Solutions Architect/ }).waitFor();
    assert.ok(await guide(window.page).getByRole('radio', { name: /^AI Solutions Architect/ }).isChecked());
    await part('Roles').getByText('The same as a table').click();
    const row = part('Roles').getByRole('row', { name: /^Software engineering and DevOps/ });
    assert.match(await row.innerText(), /needed\s+1 of 2/);
    assert.match(await row.getByRole('link', { name: /Five minutes/ }).innerText(), /completed/);
  });

  it('follows a lab that is completed, and says so', async () => {
    await complete('docker-first-image');
    await part('The path').getByText(/^2 of \d+ labs$/).waitFor();
    await until('the words', async () => /2 of \d+ labs are completed/.test((await guide(window.page).locator('[role=status]').textContent()) ?? ''));
    assert.match(await part('Roles').getByRole('row', { name: /^Software engineering and DevOps/ }).innerText(), /needed\s+✓ 2 of 2/);
  });

  it('moves the focus to where its links lead', async () => {
    await guide(window.page).getByRole('navigation').getByRole('link', { name: 'Certifications' }).press('Enter');
    await until('the focus', () => part('Certifications').evaluate((element) => element === document.activeElement));
    await until('the place', async () => part('Certifications').evaluate((element) => Math.abs(element.getBoundingClientRect().top) < 100));
  });

  it('comes back after a reload, with the role', async () => {
    await window.vs.reload();
    await guide(window.page).getByRole('img', { name: /asked for by AI Solutions Architect/ }).waitFor();
    assert.ok(await guide(window.page).getByRole('radio', { name: /^AI Solutions Architect/ }).isChecked());
  });

  it('opens the guide of a lab', async () => {
    await part('The path').getByRole('link', { name: /Five minutes/ }).click();
    const tab = window.page.getByRole('tab', { name: /Five minutes/ });
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  });

  for (const [theme, name] of themes) {
    it(`looks right in ${theme}, and axe finds nothing`, async () => {
      const { page } = window;
      await command(page, 'Preferences: Color Theme');
      await page.locator('.quick-input-widget input').first().fill(theme);
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: theme }).first().click();
      await guide(page).locator(`body[data-vscode-theme-kind=vscode-${name}]`).waitFor();
      await guide(page).locator('html').evaluate((html) => html.scrollTo({ top: 0, behavior: 'instant' }));
      await window.screenshot(`career-${name}`);
      for (const id of ['roles', 'stages', 'pay']) {
        await guide(page).locator(`#${id}`).evaluate((element) => element.scrollIntoView({ behavior: 'instant' }));
        await window.screenshot(`career-${name}-${id}`);
      }
      await expectAccessible(guide(page));
    });
  }

  it('fits a panel of 300 pixels without a scroll bar at the bottom', async () => {
    const { page } = window;
    await command(page, 'View: Close Primary Side Bar');
    await page.setViewportSize({ width: 350, height: 800 });
    await until('the width', () => guide(page).locator('html').evaluate((html) => html.clientWidth <= 310));
    assert.deepEqual(await guide(page).locator('html').evaluate((html) => html.scrollWidth - html.clientWidth), 0);
    for (const id of ['career', 'roles', 'pay']) {
      await guide(page).locator(`#${id}`).evaluate((element) => element.scrollIntoView({ behavior: 'instant' }));
      await window.screenshot(`career-narrow-${id}`);
    }
    await expectAccessible(guide(page));
  });
});
