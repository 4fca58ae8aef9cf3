import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { fixtures, guide, keyAction, labRow, LabWindow, openView, startLab, story, uiLabs, until } from './window';


async function containersOf(lab: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('docker', ['ps', '--all', '--quiet', '--filter', `label=ai-labs.lab=${lab}`]);
  return stdout.split('\n').filter(Boolean);
}

describe('a start that is cancelled', function () {
  this.timeout(180_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => (window = await LabWindow.open({ catalogs: uiLabs })));
  after(() => window?.close());

  it('leaves nothing behind', async () => {
    const { page } = window;
    await openView(page);
    await startLab(page, /Never healthy/);
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Start Anyway' }).click();
    await until('containers', async () => (await containersOf('ui-fixture/never-healthy')).length > 0, 60);
    await page.locator('.notification-toast').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('treeitem', { name: /Never healthy, (begun|not started|locked)/ }).waitFor();
    await until('the end of the containers', async () => (await containersOf('ui-fixture/never-healthy')).length === 0);
    assert.equal(await page.locator('.notification-toast').filter({ hasText: 'bug' }).count(), 0);
  });
});

describe('a machine without an engine', function () {
  this.timeout(180_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open({ catalogs: uiLabs, settings: { 'aiLabs.docker.host': 'unix:///nowhere/docker.sock' } });
  });
  after(() => window?.close());

  it('says so with one next action, and still shows the guides', async () => {
    const { page } = window;
    await openView(page);
    const setup = page.locator('.pane').filter({ hasText: 'Before You Start' });
    await setup.getByRole('button', { name: /Set Address|Look Again|Install Docker/ }).waitFor();
    await (await labRow(page, /Say hello/)).click();
    await guide(page).getByRole('heading', { name: 'Say hello' }).first().waitFor();
    assert.equal(await guide(page).getByRole('button', { name: 'Start Lab' }).count(), 0);
    await window.screenshot('no-engine');
  });
});

describe('a folder that is not trusted', function () {
  this.timeout(180_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open({ trust: 'ask', settings: { 'security.workspace.trust.startupPrompt': 'never' } });
    await cp(path.join(fixtures, 'ui'), path.join(window.scratch, 'folder', 'labs'), { recursive: true });
  });
  after(() => window?.close());

  it('brings no labs along, and the view says why', async () => {
    const { page } = window;
    await openView(page);
    await page.getByText('Labs it brings along are not listed').waitFor();
    await page.getByRole('treeitem', { name: keyAction }).first().click();
    await page.getByRole('treeitem', { name: /^Five minutes/ }).waitFor();
    assert.equal(await page.getByRole('treeitem', { name: /Say hello/ }).count(), 0);
  });
});
