import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Suite } from 'mocha';
import { errors, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { openVSCode, type OpenOptions, type OpenVSCode } from '../host/open-vscode';

const root = path.resolve(__dirname, '../..');
export const fixtures = path.join(root, 'test', 'fixtures', 'catalogs');
/** Catalogs with a lab to be done, and one that builds on it. */
export const uiLabs = [path.join(fixtures, 'ui')];
/** The one whose labs all stories are about. */
export const keyAction = /fundamentals of containers/;
const run = promisify(execFile);

/** A VS Code with the extension, a home and an empty folder of its own; closing it leaves nothing behind. */
export class LabWindow {
  private constructor(
    readonly vs: OpenVSCode,
    readonly scratch: string,
    readonly home: string,
    private readonly catalogs: readonly string[],
  ) {}

  static async open(options: Omit<OpenOptions, 'folder'> & { catalogs?: readonly string[]; empty?: boolean; folder?: string } = {}): Promise<LabWindow> {
    const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-acceptance-')));
    const home = path.join(scratch, 'home');
    const folder = options.folder ?? path.join(scratch, 'folder');
    await mkdir(folder, { recursive: true });
    const { catalogs = [], empty, settings, ...rest } = options;
    const vs = await openVSCode({
      ...rest,
      folder: empty ? undefined : folder,
      extensionDevelopmentPath: root,
      settings: { 'aiLabs.home': home, 'aiLabs.catalogs': catalogs, 'aiLabs.openFolder': 'filesOnly', ...settings },
    });
    vs.page.setDefaultTimeout(60_000);
    return new LabWindow(vs, scratch, home, catalogs);
  }

  get page(): Page {
    return this.vs.page;
  }

  /** Ends VS Code, then removes every container of this home. Fails where some are left. */
  async close(): Promise<void> {
    await this.vs.close();
    await run(process.execPath, [
      path.join(root, 'dist', 'cli.js'), 'stop', '--all', '--remove', '--home', this.home,
      ...this.catalogs.flatMap((catalog) => ['--catalog', catalog]),
    ]);
    await rm(this.scratch, { recursive: true, force: true });
    assert.deepEqual(this.vs.pageErrors.map(({ message }) => message).filter(ours), []);
  }

  file(name: string): Promise<string> {
    return readFile(path.join(this.home, name), 'utf8').catch(() => '');
  }

  /** Entries of the journal as `kind` or `kind verdict`. */
  async journal(): Promise<string[]> {
    const lines = (await this.file('.state/journal.jsonl')).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as { kind: string; verdict?: string }).map(({ kind, verdict }) => (verdict ? `${kind} ${verdict}` : kind));
  }

  screenshot(name: string): Promise<string> {
    return this.vs.screenshot(name);
  }
}

/** For a story told in several tests: takes a picture of the first that fails, and ends the story there. */
export function story(suite: Suite, window: () => LabWindow | undefined): void {
  suite.afterEach('picture', async function () {
    if (this.currentTest?.state === 'failed') {
      await window()?.screenshot(`failed-${this.currentTest.fullTitle().replace(/[^a-z0-9]+/gi, '-')}`);
      // A hook that fails ends its own suite; mocha's `bail` would end the others too.
      throw new Error('what comes after builds on this');
    }
  });
}

/** VS Code itself sometimes complains in a page about what it lacks in this host. */
function ours(message: string): boolean {
  return /ai-architect-labs|aiLabs/i.test(message);
}

/** Opens the Career Path view by its icon. */
export async function openView(page: Page): Promise<void> {
  await page.locator('.activitybar [class*="workbench-view-extension-aiLabs"]').first().click();
  await page.getByRole('treeitem', { name: /^Stage/ }).first().waitFor();
}

/** The row of a lab, with its key action open. */
export async function labRow(page: Page, lab: RegExp): Promise<Locator> {
  // Where to go on, at the top, names the lab as well.
  const row = page.locator('[role="treeitem"]:not([aria-label^="Start here"]):not([aria-label^="Continue"]):not([aria-label^="Next"])')
    // The row of a locked lab names the one that comes first.
    .and(page.getByRole('treeitem', { name: new RegExp(`^(?:${lab.source})`) })).first();
  if (!(await row.isVisible())) {
    await page.getByRole('treeitem', { name: keyAction }).first().click();
  }
  await row.waitFor();
  return row;
}

/** Presses Start Lab in a lab's row. */
export async function startLab(page: Page, lab: RegExp): Promise<void> {
  const row = await labRow(page, lab);
  await row.hover();
  await row.getByRole('button', { name: 'Start Lab' }).click();
}

/** The content of the guide that is in front. */
export function guide(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

export async function focusTerminal(page: Page): Promise<void> {
  const input = page.locator('.terminal-wrapper.active .xterm-helper-textarea').first();
  await input.waitFor({ state: 'attached' });
  await input.focus();
}

/** Types into the terminal that is in front, as a person would. */
export async function typeInTerminal(page: Page, text: string): Promise<void> {
  await focusTerminal(page);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Runs a command of the palette by its title. */
export async function command(page: Page, title: string): Promise<void> {
  // The palette closes where something else takes the focus, such as a page that has just been loaded.
  await until(`the palette to take ${title}`, async () => {
    await page.keyboard.press('F1');
    return pick(page, title, `>${title}`);
  });
}

/** Picks an entry of the list that VS Code shows, by what is typed into its field; whether it stayed open for long enough. */
async function pick(page: Page, entry: string, text: string): Promise<boolean> {
  const timeout = 5_000;
  try {
    await page.locator('.quick-input-widget input[aria-controls="quickInput_list"]').first().fill(text, { timeout });
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: entry }).first().click({ timeout });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) {
      return false;
    }
    throw error;
  }
}

/** Waits until something holds. */
export async function until(what: string, look: () => Promise<boolean>, seconds = 30): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await look())) {
    assert.ok(Date.now() < end, `waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Changes the colour theme as a person would, and waits until the window wears it (`vs`, `vs-dark`, `hc-black`, `hc-light`). */
export async function wear(page: Page, theme: 'Light Modern' | 'Dark Modern' | 'Dark High Contrast' | 'Light High Contrast'): Promise<void> {
  const classes = { 'Light Modern': 'vs', 'Dark Modern': 'vs-dark', 'Dark High Contrast': 'hc-black', 'Light High Contrast': 'hc-light' };
  await until(theme, async () => {
    await command(page, 'Preferences: Color Theme');
    return pick(page, theme, theme);
  });
  await page.locator(`.monaco-workbench.${classes[theme]}`).first().waitFor();
}
