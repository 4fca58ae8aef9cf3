import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { command, fixtures, guide, LabWindow, openView, startLab, story, typeInTerminal, until } from './window';


describe('checks, wherever one looks', function () {
  this.timeout(300_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => {
    window = await LabWindow.open({ catalogs: [path.join(fixtures, 'checks')] });
    await openView(window.page);
    await startLab(window.page, /Every verdict/);
    await window.page.getByRole('treeitem', { name: /Every verdict, running/ }).waitFor({ timeout: 180_000 });
  });
  after(() => window?.close());

  function check(title: string): Locator {
    return guide(window.page).locator('.check').filter({ hasText: title });
  }

  /** A row of the Testing view, by what a screen reader says of it. */
  function test(name: RegExp): Locator {
    return window.page.locator('.test-explorer').getByRole('treeitem', { name }).first();
  }

  it('come out differently in word and next action', async () => {
    await guide(window.page).getByRole('button', { name: 'Check Step' }).click();
    await check('Waits for the greeting').getByText('waits for another check').waitFor();
    await check('The greeting is right').locator('.verdict', { hasText: 'not right yet' }).waitFor();
    await check('Does not apply').getByText('skipped').waitFor();
    for (const title of ['Takes its time', 'Breaks']) {
      await check(title).getByText('This is not your doing').waitFor();
      await check(title).getByRole('button', { name: /Retry/ }).waitFor();
      await check(title).getByRole('button', { name: 'Show Log' }).waitFor();
    }
    await guide(window.page).getByText('0 of 3 points').waitFor();
    await window.page.getByRole('button', { name: /^Every verdict · 1\/2, Write two words, 0 of 2 checks passed: not right yet$/ }).filter({ hasText: '0 of 2' }).waitFor();
    await check('Takes its time').scrollIntoViewIfNeeded();
    await window.screenshot('verdicts');
    assert.equal(await window.page.locator('.notification-toast').count(), 0, 'who sees the results is not told of them');
  });

  it('are in the Testing view with what the guide found, and nowhere near the answers', async () => {
    const { page } = window;
    await page.locator('.activitybar [class*="test-view-icon"]').first().click();
    await test(/Every verdict/).click();
    await page.keyboard.press('ArrowRight');
    await test(/Write two words/).click();
    await page.keyboard.press('ArrowRight');
    await test(/The greeting is right.*Failed/).waitFor();
    await test(/Breaks · checker broke.*Errored/).waitFor();
    await test(/A file is made/).dblclick();
    assert.equal(await page.locator('.tab').filter({ hasText: /\.sh|lab\.yaml/ }).count(), 0);
    await window.screenshot('testing-view');
  });

  it('run one by one from there, with both sides of what differs', async () => {
    const { page } = window;
    await test(/The greeting is right/).hover();
    await test(/The greeting is right/).getByRole('button', { name: /Run Test/ }).click();
    await page.locator('.test-output-peek-message-container, .test-output-peek').first().waitFor();
    await page.locator('.test-output-peek-tree').getByRole('treeitem', { name: /greeting.txt says hello world/ }).first().click();
    await page.locator('.test-output-peek .monaco-diff-editor, .test-output-peek-message-container .monaco-diff-editor').first().waitFor();
    await window.screenshot('testing-diff');
  });

  it('run by themselves after a save, quietly', async () => {
    const { page } = window;
    const before = (await window.journal()).length;
    await guide(page).getByRole('link', { name: 'greeting.txt' }).click();
    await page.locator('.editor-instance .view-line').filter({ hasText: 'world' }).first().click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('Control+A');
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    await page.keyboard.type('world');
    await page.keyboard.press('Control+S');
    await guide(page).locator('.check.passed').filter({ hasText: 'The greeting is right' }).waitFor();
    await guide(page).getByText('2 of 3 points').waitFor();
    await test(/The greeting is right.*Passed/).waitFor();
    await test(/Takes its time · checker too slow/).waitFor();
    assert.equal(await page.locator('.notification-toast').count(), 0);
    assert.deepEqual((await window.journal()).slice(before), ['checked passed'], 'only what is news, and nothing that waits to be asked');
    await window.screenshot('watched');
  });

  it('run by themselves after a command, and tell of a step that is done to who looks elsewhere', async () => {
    const { page } = window;
    await command(page, 'View: Close All Editors');
    await command(page, 'AI Labs: Open Terminal');
    await typeInTerminal(page, 'touch made.txt');
    await page.locator('.notification-toast').filter({ hasText: 'Step done' }).waitFor();
    await until('the journal', async () => (await window.journal()).includes('step-completed'));
    await window.screenshot('watched-terminal');
    await page.locator('.notification-toast').getByRole('button', { name: 'Open Guide' }).click();
    await guide(page).getByRole('heading', { name: 'Answer questions' }).waitFor();
  });

  describe('questions', () => {
    function question(id: string): Locator {
      return guide(window.page).locator(`form[data-question="${id}"]`);
    }

    /** Everything the page holds but our own code: what it shows, and what it was sent to show. */
    async function source(): Promise<string> {
      const source = await guide(window.page).locator('html').evaluate((page) => {
        const copy = page.cloneNode(true) as HTMLElement;
        copy.querySelectorAll('script:not([type])').forEach((script) => script.remove());
        return copy.outerHTML;
      });
      assert.match(source, /id="first".*Which of these/s, 'what it was sent to show is in there');
      return source;
    }

    it('keep their answers out of the page', async () => {
      await question('one').waitFor();
      assert.doesNotMatch(await source(), /ZEBRA|tolerance|ls\(/);
      await window.screenshot('questions');
    });

    it('take a choice by a click, and say that it is not right yet', async () => {
      await question('one').getByText('A file').click();
      await question('one').getByRole('button', { name: 'Answer' }).click();
      await question('one').getByText('Not right yet').waitFor();
      assert.ok(await question('one').getByLabel('A file').isChecked(), 'what was chosen stays chosen');
      assert.doesNotMatch(await source(), /ZEBRA/);
      await question('one').getByText('A process with walls').click();
      await question('one').getByRole('button', { name: 'Answer' }).click();
      await question('one').getByText('Right.', { exact: true }).waitFor();
      await question('one').getByText('ZEBRA-ONE').waitFor();
      assert.doesNotMatch(await source(), /ZEBRA-(SEVERAL|NUMBER|TEXT)/);
    });

    it('take several answers, a number and a text from the keyboard alone', async () => {
      const { page } = window;
      await question('several').getByLabel('Red').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await question('several').getByText('Right.', { exact: true }).waitFor();
      await until('the focus on the verdict', () => question('several').locator('p.passed').evaluate((said) => said === document.activeElement));
      await question('number').getByRole('textbox').focus();
      await page.keyboard.type('a lot');
      await page.keyboard.press('Enter');
      await question('number').getByText('Write a number').waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('2,5');
      await page.keyboard.press('Enter');
      await question('number').getByText('Right.', { exact: true }).waitFor();
      await question('text').getByRole('textbox').focus();
      await page.keyboard.type('LS -la');
      await page.keyboard.press('Enter');
      await question('text').getByText('Right.', { exact: true }).waitFor();
      await guide(page).getByText('This lab is complete.').waitFor();
    });

    it('are journaled with every attempt', async () => {
      const answers = (await window.file('.state/journal.jsonl')).split('\n').filter((line) => line.includes('"answered"'));
      const said = answers.map((line) => JSON.parse(line) as { question: string; correct: boolean }).map(({ question: id, correct }) => `${id} ${correct}`);
      assert.deepEqual(said, ['one false', 'one true', 'several true', 'number true', 'text true']);
      await window.screenshot('questions-answered');
    });
  });
});
