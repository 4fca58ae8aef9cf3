import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { command, fixtures, guide, labRow, LabWindow, openView, story, until } from './window';

const catalog = path.join(fixtures, 'hostile');
const lab = /Harm <img src=x/;
/** What would hide something, or turn the text after it. */
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('a lab that means harm', function () {
  this.timeout(240_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open({ catalogs: [catalog] });
    await openView(window.page);
  });
  after(() => window?.close());

  /** Asserts that no link of a part runs a command, that it has no picture of a lab, and hides nothing. */
  async function expectInert(part: Locator): Promise<void> {
    const found = await part.evaluate((element) => ({
      links: Array.from(element.querySelectorAll('a'), (link) => link.getAttribute('data-href') ?? link.getAttribute('href') ?? '').filter((href) => /command:|javascript:/.test(href)),
      pictures: element.querySelectorAll('img[src="x"], img[src*="example.org"]').length,
      text: element.textContent ?? '',
    }));
    assert.deepEqual([found.links, found.pictures], [[], 0]);
    assert.doesNotMatch(found.text, hidden);
  }

  it('is text in the tree, and marked as one that hides nothing', async () => {
    const { page } = window;
    const row = await labRow(page, lab);
    assert.match((await row.getAttribute('aria-label')) ?? '', /\[now\]\(command:.*not started, 3 min · unisolated/);
    await expectInert(row);
    await row.hover();
    const hover = page.locator('.workbench-hover-container');
    await hover.getByText('Unisolated: you are root where its checks run, so a pass proves less.').waitFor();
    await hover.getByText('<b>Bold</b>').waitFor();
    await expectInert(hover.first());
    await window.screenshot('hostile-tooltip');
  });

  it('is text in its guide, without pictures that are huge or from elsewhere', async () => {
    const { page } = window;
    await (await labRow(page, lab)).click();
    await guide(page).getByText("<script>document.title = 'broken'</script>").waitFor();
    await guide(page).getByText('[Nothing](command:workbench.action.files.newUntitledFile)').waitFor();
    await guide(page).getByText('Unisolated: you are root where its checks run').waitFor();
    assert.deepEqual(await guide(page).locator('.no-image').allInnerTexts(), ['[a huge picture]', '[a picture that calls home]']);
    const tall = guide(page).getByRole('img', { name: 'a tall picture' });
    await until('the picture', async () => tall.evaluate((image: HTMLImageElement) => image.complete));
    assert.ok(await tall.evaluate((image) => image.getBoundingClientRect().height <= innerHeight));
    assert.deepEqual(await guide(page).locator('.turning').allInnerTexts(), ['[U+202E]', '[U+202C]']);
    await expectInert(guide(page).locator('body'));
    await guide(page).locator('.turning').first().scrollIntoViewIfNeeded();
    await window.screenshot('hostile-guide');
  });

  it('asks in words without links', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: 'Start Lab' }).click();
    const box = page.locator('.quick-input-widget');
    await box.getByText('Say [yes] (command:workbench.action.files.newUntitledFile)').waitFor();
    await expectInert(box);
    await page.keyboard.press('Enter');
    await guide(page).getByRole('button', { name: 'Stop' }).waitFor({ timeout: 120_000 });
  });

  it('says what its checks print without links, escapes and turned text: guide, notification, Problems', async () => {
    const { page } = window;
    await guide(page).getByRole('button', { name: 'Check Step' }).click();
    const failed = guide(page).locator('.check.failed');
    await failed.locator('dd').last().getByText('[see](command:workbench.action.files.newUntitledFile)<img src=x>').waitFor();
    await expectInert(guide(page).locator('body'));
    await window.screenshot('hostile-check');

    // A person is told only where neither guide nor tree is seen.
    await command(page, 'View: Close All Editors');
    await command(page, 'View: Show Explorer');
    await command(page, 'AI Labs: Check Step');
    const toast = page.locator('.notification-toast').filter({ hasText: 'Not right yet' });
    await toast.getByText('[see] (command:workbench.action.files.newUntitledFile)').waitFor();
    await expectInert(toast);
    await window.screenshot('hostile-notification');
    await toast.getByRole('button', { name: 'Open Guide' }).click();

    await command(page, 'Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel').getByRole('treeitem', { name: /It says \[see\]/ });
    await problem.getByText(/Ln 2/).waitFor();
    await page.locator('.markers-panel').getByRole('treeitem', { name: /greeting\.txt/ }).first().waitFor();
    await expectInert(problem);
    await window.screenshot('hostile-problems');
    await problem.dblclick();
    await page.locator('.tab.active[aria-label*="greeting.txt"]').waitFor();
    await page.getByRole('button', { name: /^Ln 2, / }).waitFor();
  });

  it('is gone from Problems when its check passes, and the status bar says so', async () => {
    const { page } = window;
    await page.locator('.statusbar').getByRole('button', { name: /0 of 1 checks passed: not right yet$/ }).waitFor();
    await page.locator('.editor-instance .view-line').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('hello');
    await page.keyboard.press('Control+S');
    await page.locator('.markers-panel').getByText('No problems have been detected').waitFor();
    await page.locator('.statusbar').getByRole('button', { name: /2\/2, Read on/ }).waitFor();
    await until('the journal', async () => (await window.journal()).includes('step-completed'));
  });

  it('shows what an instructor counted as such, with who and why', async () => {
    const { page } = window;
    const words = ['override', 'hostile-fixture/harm', 'read', '--by', 'Ada \u202eL.', '--reason', 'shown <b>in</b> class\u001b[31m', '--home', window.home, '--catalog', catalog];
    await promisify(execFile)(process.execPath, [path.resolve(__dirname, '../../dist/cli.js'), ...words]);
    const entry = (await window.file('.state/journal.jsonl')).split('\n').map((line) => (line ? (JSON.parse(line) as Record<string, unknown>) : {})).find(({ step, kind }) => kind === 'step-completed' && step === 'read');
    assert.equal(entry?.override, true);
    await openView(page);
    await (await labRow(page, lab)).click();
    await page.keyboard.press('ArrowRight');
    const step = page.getByRole('treeitem', { name: 'Read on, done, Counted as done by Ada L.: shown <b>in</b> class' });
    await step.getByText('counted').waitFor();
    await step.click();
    await guide(page).locator('p.counted').getByText('Counted as done by Ada L.: shown <b>in</b> class').waitFor();
    await guide(page).getByRole('button', { name: /^Read on\s*, counted as done by an instructor$/ }).waitFor();
    await expectInert(guide(page).locator('body'));
    await window.screenshot('override');
    assert.doesNotMatch(await page.title(), /^broken$/);
  });
});
