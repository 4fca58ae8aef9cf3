import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { command, LabWindow, story, until } from './window';

describe('keeping a machine in order from VS Code', function () {
  this.timeout(180_000);
  let window: LabWindow;
  story(this, () => window);

  /** As a lab leaves it that was last used 57 minutes ago. */
  let used = '';

  before(async () => {
    window = await LabWindow.open();
    used = path.join(window.home, '.state', 'activity', 'idle-lab@test');
    await mkdir(path.dirname(used), { recursive: true });
    await writeFile(used, 'test/idle-lab');
    const at = Date.now() / 1000 - 57 * 60;
    await utimes(used, at, at);
  });
  after(() => window?.close());

  it('removes what is ticked and nothing else', async () => {
    const { page, home } = window;
    const unused = path.join(home, '.state', 'labs', 'gone-lab@test', '0123456789abcdef');
    const backup = path.join(home, '.state', 'backups', 'gone-lab@test', '2026-01-01');
    for (const folder of [unused, backup]) {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'file.txt'), 'content\n');
    }
    await command(page, 'Clean Up…');
    const list = page.locator('.quick-input-widget');
    await list.getByText('Files of gone-lab', { exact: false }).first().waitFor();
    await window.screenshot('clean-up');
    // Whatever else is on this engine stays: everything is unticked first.
    const count = async (): Promise<number> => parseInt((await list.locator('.quick-input-count').textContent()) ?? '', 10);
    for (let clicks = 0; clicks < 3 && (await count()) !== 0; clicks += 1) {
      await list.getByRole('checkbox', { name: 'Toggle all checkboxes' }).click();
    }
    assert.equal(await count(), 0);
    await page.keyboard.type('Files of gone-lab');
    await list.locator('.monaco-list-row').filter({ hasText: 'no session uses' }).click();
    await until('one thing to be ticked', async () => (await count()) === 1);
    await list.getByRole('button', { name: 'OK' }).click();
    await page.locator('.notification-toast').filter({ hasText: /Removed: 1/ }).waitFor();
    assert.deepEqual([existsSync(unused), existsSync(backup)], [false, true]);
  });

  it('says what keeps labs from running here, or that nothing does', async () => {
    const { page } = window;
    await command(page, 'Check This Machine');
    const list = page.locator('.quick-input-widget');
    await list.getByText('Container engine').first().waitFor();
    assert.equal(await list.locator('.monaco-list-row').filter({ hasText: 'Your labs’ folder' }).count() > 0, true);
    await window.screenshot('check-machine');
    await page.keyboard.press('Escape');
  });

  it('says in the status bar that an idle lab is about to stop, and keeps it on by one click', async () => {
    const { page } = window;
    const item = page.locator('.statusbar-item').filter({ hasText: /Idle: stops/ });
    await item.waitFor();
    await window.screenshot('idle');
    await item.click();
    await item.waitFor({ state: 'detached' });
    assert.ok(Date.now() - (await stat(used)).mtimeMs < 10 * 60_000);
  });
});
