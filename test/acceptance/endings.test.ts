import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { focusTerminal, guide, LabWindow, openView, startLab, story, typeInTerminal, uiLabs, until } from './window';

const run = promisify(execFile);

/** The extension hosts of VS Codes that this process started. */
async function extensionHosts(): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args=']);
  const processes = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, words = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), words }];
  });
  const isOurs = (pid: number): boolean => {
    const found = processes.find((each) => each.pid === pid);
    return found !== undefined && (found.parent === process.pid || isOurs(found.parent));
  };
  return processes.filter(({ pid, words }) => words.includes('--type=extensionHost') && isOurs(pid)).map(({ pid }) => pid);
}

async function runningContainers(home: string): Promise<string[]> {
  const { stdout } = await run('docker', ['ps', '--no-trunc', '--format', '{{.ID}} {{.Label "ai-labs.label.record"}}']);
  return stdout.split('\n').filter((line) => line.includes(home));
}

async function startHello(window: LabWindow): Promise<void> {
  const { page } = window;
  await page.bringToFront();
  await openView(page);
  await startLab(page, /Say hello/);
  await page.getByRole('treeitem', { name: /Say hello, running/ }).waitFor({ timeout: 120_000 });
  await guide(page).getByRole('button', { name: /Write a word/ }).first().click();
  await page.locator('.terminal-wrapper.active').waitFor();
}

/** Types a line into the terminal until it has done what it says: one that is only just there loses what is typed. */
async function obeys(window: LabWindow, line: string, file: string, content: string): Promise<void> {
  await until(`the terminal: ${line}`, async () => {
    await focusTerminal(window.page);
    await typeInTerminal(window.page, line);
    await window.page.waitForTimeout(2_000);
    return (await window.file(`say-hello/${file}`)) === content;
  }, 60);
}

describe('an extension host that is killed', function () {
  this.timeout(240_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => (window = await LabWindow.open({ catalogs: uiLabs })));
  after(() => window?.close());

  it('loses nothing: tree, guide and terminal come back to the lab and its step', async () => {
    const { page } = window;
    await startHello(window);
    await obeys(window, 'where=here; echo $where >before.txt', 'before.txt', 'here\n');

    const [host, ...more] = await extensionHosts();
    assert.ok(host && more.length === 0, `one extension host, not ${1 + more.length}`);
    process.kill(host, 'SIGKILL');
    await until('another extension host', async () => (await extensionHosts()).some((pid) => pid !== host), 60);

    // The same page, which answers again.
    await until('the guide to answer', async () => {
      const check = guide(page).getByRole('button', { name: 'Check Step' });
      await check.click({ timeout: 5_000 }).catch(() => undefined);
      await page.waitForTimeout(1_000);
      return (await window.journal()).includes('checked failed');
    }, 90);
    await guide(page).locator('.check.failed').filter({ hasText: 'The greeting is right' }).waitFor();
    await page.getByRole('treeitem', { name: /Say hello, running/ }).waitFor();
    await page.locator('.statusbar').getByText('Say hello').waitFor();
    await window.screenshot('extension-host-killed');
    // The shell is the one of before: it still knows what it was told.
    await obeys(window, 'echo still $where >after.txt', 'after.txt', 'still here\n');
    assert.equal(await page.locator('.terminal-tabs-entry').count(), 0, 'and it is the only one');
  });
});

describe('closing the last window with aiLabs.onClose: stop', function () {
  this.timeout(240_000);
  let window: LabWindow;
  story(this, () => window);

  before(async () => (window = await LabWindow.open({ catalogs: uiLabs, settings: { 'aiLabs.onClose': 'stop' } })));
  after(() => window?.close());

  it('stops its lab and keeps the files', async () => {
    const { page } = window;
    await startHello(window);
    await obeys(window, 'echo kept >kept.txt', 'kept.txt', 'kept\n');
    assert.equal((await runningContainers(window.home)).length, 1);
    await page.goto('about:blank');
    await until('the end of the lab', async () => (await runningContainers(window.home)).length === 0, 90);
    assert.equal(await window.file('say-hello/kept.txt'), 'kept\n');
    // Noted once all of it has ended.
    await until('the note of it', async () => (await window.journal()).includes('stopped'));
  });
});
