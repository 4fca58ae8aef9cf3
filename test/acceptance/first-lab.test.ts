import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { command, focusTerminal, guide, labRow, LabWindow, story, typeInTerminal, until, wear } from './window';

const title = /Five minutes to get around/;
const themes = ['Light Modern', 'Dark High Contrast', 'Dark Modern'] as const;

/** Scrolls to something on a page that may be drawn anew at any moment. */
async function bring(there: Locator): Promise<void> {
  await until('it in view', () => there.scrollIntoViewIfNeeded({ timeout: 5_000 }).then(() => true, () => false));
}

describe('a first lab', function () {
  this.timeout(300_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open();
  });
  after(() => window?.close());

  /** Pictures of what is on the screen, in three themes; the last is the one the window goes on with. */
  async function pictures(name: string, show: () => Promise<void> = async () => undefined): Promise<void> {
    for (const theme of themes) {
      await wear(window.page, theme);
      await show();
      await window.screenshot(`${name}-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  }

  /** A step of the walkthrough. */
  function step(name: string): Locator {
    return window.page.locator('.gettingStartedContainer .getting-started-step').filter({ has: window.page.getByRole('heading', { name }) });
  }

  /** Opens a step of the walkthrough, and waits for its picture. */
  async function openStep(name: string): Promise<void> {
    await step(name).click();
    await step(name).and(window.page.locator('.expanded')).waitFor();
    // The picture of the step before may still be on its way out.
    const frames = window.page.locator('.getting-started-media iframe.webview.ready');
    await until(`the picture of ${name}`, async () => {
      const frame = frames.last().contentFrame().frameLocator('#active-frame');
      // It may go while it is looked at.
      return frame.locator('svg').evaluateAll((svgs) => svgs.some((svg) => svg.getBoundingClientRect().width > 200)).catch(() => false);
    });
  }

  async function expectDone(name: string): Promise<void> {
    await step(name).getByRole('checkbox', { checked: true }).waitFor();
  }

  it('is shown by the walkthrough, which knows of the engine that is there', async () => {
    const { page } = window;
    await command(page, 'Welcome: Open Walkthrough...');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Your First Lab' }).first().click();
    await openStep('Have a container engine');
    await step('Have a container engine').getByRole('button', { name: 'Check This Machine' }).click();
    await page.locator('.quick-input-list').getByText(/engine/i).first().waitFor();
    assert.equal(await page.locator('.quick-input-widget input').first().getAttribute('placeholder'), 'Labs can run here.');
    await window.screenshot('walkthrough-machine');
    await page.keyboard.press('Escape');
    await expectDone('Have a container engine');
    await openStep('Look at the career path');
    await step('Look at the career path').getByRole('button', { name: 'Show the Career Path' }).click();
    await page.getByRole('treeitem', { name: /^Stage/ }).first().waitFor();
    await expectDone('Look at the career path');
    await openStep('Check your work');
    await openStep('Start the first lab');
    await pictures('walkthrough');
  });

  it('is found in the career path', async () => {
    await labRow(window.page, title);
    await window.screenshot('career-path');
  });

  it('starts by a click, and is ready with its guide and terminal', async () => {
    const { page } = window;
    await step('Start the first lab').getByRole('button', { name: 'Start the Lab' }).click();
    await page.getByRole('treeitem', { name: /Five minutes to get around, running/ }).waitFor({ timeout: 180_000 });
    await page.locator('.terminal-wrapper.active').waitFor();
    assert.ok((await window.journal()).includes('started'));
    const tab = page.getByRole('tab', { name: /^(Walkthrough|Welcome)/ });
    await tab.click();
    await expectDone('Start the first lab');
    // Beside the guide there is no room for pictures.
    await step('Check your work').click();
    await step('Check your work').getByRole('button', { name: 'Check Step' }).click();
    await expectDone('Check your work');
    await window.screenshot('walkthrough-done');
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
    await guide(page).getByRole('heading', { name: 'Five minutes to get around' }).first().waitFor();
  });

  it('fails its check with what was expected and found', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: /Next: Mend one line/ }).click();
    await guide(page).getByRole('button', { name: 'Check Step' }).click();
    const check = guide(page).locator('.check.failed');
    await check.waitFor();
    await check.getByText('Expected').first().waitFor();
    await check.getByText('Found').first().waitFor();
    await pictures('check-failed', () => bring(check));
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
    await pictures('lab-completed', () => bring(guide(page).locator('.banner')));
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
      // It is maybe typed twice, and stopped in the middle of the second time: the file is whole at any moment.
      await typeInTerminal(page, 'echo back > back && mv back back.txt');
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
    await page.locator('.terminal-wrapper').first().waitFor({ state: 'detached' });
    assert.deepEqual(await page.locator('.notification-toast').filter({ hasText: 'exit code' }).allInnerTexts(), []);
  });
});
