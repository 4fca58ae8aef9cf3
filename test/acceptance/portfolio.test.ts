import assert from 'node:assert/strict';
import { type Browser, chromium, type Page } from 'playwright-core';
import { portfolioHtml } from '../../src/progress/export/portfolioHtml';
import { browserPath } from '../host/browserPath';
import { evidence } from '../unit/progress/export/sample';
import { expectAccessible } from './axe';

const long = 'x'.repeat(200);
const files = [{ path: `first-steps/${long}.py`, text: `print("${long}")\n` }];

describe('the portfolio in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await chromium.launch({ executablePath: await browserPath(), args: ['--disable-gpu'] });
    // The page forbids all scripts, and axe is one.
    page = await browser.newPage({ viewport: { width: 1000, height: 900 }, bypassCSP: true });
    await page.setContent(portfolioHtml(evidence, files));
  });
  after(() => browser?.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible in the ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `out/screenshots/portfolio-${colorScheme}.png`, fullPage: true });
      await expectAccessible(page);
    });
  }

  it('is accessible with the colours of who chose their own', async () => {
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await page.screenshot({ path: 'out/screenshots/portfolio-forced-colors.png', fullPage: true });
    const [possible, earned] = await Promise.all(['.possible', '.earned'].map((bar) => page.locator(`rect${bar}`).first().evaluate((rect) => getComputedStyle(rect).fill)));
    assert.notEqual(possible, earned);
    await expectAccessible(page);
  });

  it('needs no sideways scrolling at twice the size, nor on paper', async () => {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', media: 'screen' });
    await page.setViewportSize({ width: 380, height: 500 });
    await page.screenshot({ path: 'out/screenshots/portfolio-zoomed.png', fullPage: true });
    const overflow = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(await overflow(), 0);
    await expectAccessible(page);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await overflow(), 0);
    assert.ok((await page.pdf({ format: 'A4' })).length > 1000);
  });

  it('does not move', async () => {
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  });
});
