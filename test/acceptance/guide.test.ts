import assert from 'node:assert/strict';
import path from 'node:path';
import { command, fixtures, guide, labRow, LabWindow, openView, story, until } from './window';


describe('the guide on the screen', function () {
  this.timeout(300_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open({ catalogs: [path.join(fixtures, 'ui')] });
    await openView(window.page);
    await (await labRow(window.page, /Say hello/)).click();
  });
  after(() => window?.close());

  it('shows HTML and command links of a lab as text', async () => {
    await guide(window.page).getByText("<script>document.title = 'broken out'</script>").waitFor();
    await guide(window.page).getByRole('button', { name: /Write a word/ }).first().click();
    await guide(window.page).getByText('[Nothing](command:workbench.action.quit)').waitFor();
  });

  it('can be read before the lab runs, and says what checks need', async () => {
    await guide(window.page).getByText('Start the lab to run its checks.').waitFor();
    assert.ok(await guide(window.page).getByRole('button', { name: 'Check Step' }).isDisabled());
  });

  it('offers to start where a block is run too early', async () => {
    await guide(window.page).getByRole('button', { name: 'Run', exact: true }).click();
    const toast = window.page.locator('.notification-toast').filter({ hasText: 'not running' });
    await toast.getByRole('button', { name: 'Start Lab' }).click();
    await guide(window.page).getByRole('button', { name: 'Stop' }).waitFor();
  });

  it('opens a file of the learner at its line, beside itself', async () => {
    await guide(window.page).getByRole('link', { name: 'greeting.txt' }).click();
    await window.page.locator('.editor-instance[aria-label*="greeting.txt"], .tab[aria-label*="greeting.txt"]').first().waitFor();
    await guide(window.page).getByRole('heading', { name: 'Write a word' }).waitFor();
  });

  it('tells our failures from the learner’s', async () => {
    await guide(window.page).getByRole('button', { name: 'Check Step' }).click();
    const broken = guide(window.page).locator('.check.errored');
    await broken.getByText('This is not your doing').waitFor();
    await broken.getByRole('button', { name: /Retry/ }).waitFor();
    const failed = guide(window.page).locator('.check.failed');
    assert.equal(await failed.getByText('This is not your doing').count(), 0);
    const step = guide(window.page).getByRole('button', { name: /Write a word/ }).first();
    assert.match((await step.innerText()).replace(/\s+/g, ' '), /not right yet/);
  });

  it('says verdicts to a screen reader', async () => {
    await until('the words', async () => /checks passed/.test((await guide(window.page).locator('[aria-live]').textContent()) ?? ''));
  });

  it('can be used with the keyboard alone', async () => {
    const check = guide(window.page).getByRole('button', { name: 'Check Step' });
    await check.focus();
    await window.page.keyboard.press('Enter');
    await guide(window.page).locator('.check.failed').waitFor();
    await until('the focus to stay', async () => check.evaluate((element) => element === document.activeElement));
  });

  for (const [theme, name] of [['Light Modern', 'light'], ['Dark Modern', 'dark'], ['Dark High Contrast', 'contrast'], ['Light High Contrast', 'contrast-light']] as const) {
    it(`looks right in ${theme}`, async () => {
      const { page } = window;
      await command(page, 'Preferences: Color Theme');
      const input = page.locator('.quick-input-widget input').first();
      await input.fill(theme);
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: theme }).first().click();
      await guide(page).locator('.check.failed').scrollIntoViewIfNeeded();
      const colours = await guide(page).locator('body').evaluate((body) => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]);
      assert.notEqual(colours[0], colours[1]);
      await window.screenshot(`guide-${name}`);
    });
  }
});
