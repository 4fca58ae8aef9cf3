import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { panelDocument } from '../../src/ui/panelDocument';
import { browserPath } from '../host/browserPath';

const root = path.resolve(__dirname, '../..');
const origin = 'http://panel.test';
const kinds: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

/** A panel's page in a browser without VS Code around it: the built bundle, with the policy that it has there. */
export class PanelPage {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    /** What the page told the extension. */
    readonly said: unknown[],
    /** What it complained of. */
    readonly errors: string[],
  ) {}

  static async open(bundle: 'guide' | 'career'): Promise<PanelPage> {
    const browser = await chromium.launch({ executablePath: await browserPath(), args: ['--disable-gpu'] });
    const page = await browser.newPage({ viewport: { width: 760, height: 1000 } });
    const panel = new PanelPage(browser, page, [], []);
    page.on('pageerror', ({ message }) => panel.errors.push(message));
    await page.exposeFunction('said', (message: unknown) => void panel.said.push(message));
    // As text: what tsx makes of a function needs helpers that the page does not have.
    await page.addInitScript('window.acquireVsCodeApi = () => ({ postMessage: (message) => window.said(message), getState: () => undefined, setState: () => undefined });');
    const html = panelDocument({
      nonce: 'abc', source: origin, language: 'en', title: bundle, style: { address: `/${bundle}.css` }, script: { address: `/${bundle}.js` }, pictures: bundle === 'guide',
      diagrams: bundle === 'guide' ? '/diagrams.js' : undefined,
    });
    await page.route(`${origin}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const body = name === '' ? html : await readFile(path.join(root, 'dist', 'webview', name), 'utf8');
      await route.fulfill({ body, contentType: kinds[path.extname(name) || '.html'] });
    });
    await page.goto(`${origin}/`);
    return panel;
  }

  /** What the extension would send. */
  async send(message: unknown): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
  }

  /** Half as wide as a panel usually is: as after zooming to 200 %. For somebody who wants nothing to move. */
  async zoom(): Promise<void> {
    await this.page.setViewportSize({ width: 380, height: 500 });
    await this.page.emulateMedia({ reducedMotion: 'reduce' });
  }

  /** By how many pixels it is wider than what is seen of it. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** What moves on the page: what is animated, and a page that glides to where a link leads. */
  moving(): Promise<string[]> {
    return this.page.evaluate(() => Array.from(document.querySelectorAll('*')).flatMap((element) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      const moves = animationName !== 'none' || parseFloat(transitionDuration) > 0 || scrollBehavior === 'smooth';
      return moves ? [`${element.tagName} ${element.getAttribute('class') ?? ''}`] : [];
    }));
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
