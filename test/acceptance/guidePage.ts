import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { panelDocument } from '../../src/ui/panelDocument';
import type { FromGuide } from '../../src/webview/protocol/messages';
import type { GuideState } from '../../src/webview/protocol/state';
import type { GuideStrings } from '../../src/webview/protocol/strings';
import { browserPath } from '../host/browserPath';

const root = path.resolve(__dirname, '../..');
const origin = 'http://guide.test';
const kinds: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

/** The guide's page in a browser without VS Code around it: the built bundle, with the policy that it has there. */
export class GuidePage {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    /** What the page told the extension. */
    readonly said: FromGuide[],
    /** What it complained of. */
    readonly errors: string[],
  ) {}

  static async open(): Promise<GuidePage> {
    const browser = await chromium.launch({ executablePath: await browserPath(), args: ['--disable-gpu'] });
    const page = await browser.newPage({ viewport: { width: 760, height: 1000 } });
    const guide = new GuidePage(browser, page, [], []);
    page.on('pageerror', ({ message }) => guide.errors.push(message));
    await page.exposeFunction('said', (message: FromGuide) => void guide.said.push(message));
    // As text: what tsx makes of a function needs helpers that the page does not have.
    await page.addInitScript('window.acquireVsCodeApi = () => ({ postMessage: (message) => window.said(message), getState: () => undefined, setState: () => undefined });');
    const html = panelDocument({
      nonce: 'abc', source: origin, language: 'en', title: 'Guide', style: '/guide.css', script: '/guide.js', pictures: true, diagrams: '/diagrams.js',
    });
    await page.route(`${origin}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const body = name === '' ? html : await readFile(path.join(root, 'dist', 'webview', name), 'utf8');
      await route.fulfill({ body, contentType: kinds[path.extname(name) || '.html'] });
    });
    await page.goto(`${origin}/`);
    return guide;
  }

  async show(state: GuideState, strings: GuideStrings): Promise<void> {
    await this.page.evaluate((message) => window.postMessage(message, '*'), { type: 'state', state, strings });
    await this.page.locator(`article[data-page="${state.page.id}"]`).waitFor();
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
