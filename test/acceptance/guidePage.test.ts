import assert from 'node:assert/strict';
import path from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { FromGuide } from '../../src/webview/protocol/messages';
import type { GuideQuestion, GuideState } from '../../src/webview/protocol/state';
import { panelDocument } from '../../src/ui/panelDocument';
import { browserPath } from '../host/browserPath';
import { guideWords } from './panelWords';

const bundle = path.resolve(__dirname, '../../dist/webview/guide.js');

/** What stands in for VS Code: keeps the panel's state, notes what the panel sends and what a listener of the window hears. */
interface Outside {
  sent: FromGuide[];
  kept: unknown;
  heard: string[];
  show(state: GuideState): void;
}

declare global {
  interface Window {
    outside: Outside;
  }
}

/** Every word the panel shows is its own name. Text, as the compiler would add calls of its own to a function. */
const stub = `
  const strings = new Proxy({ verdicts: {} }, { get: (known, name) => known[name] ?? name });
  const outside = {
    sent: [], kept: undefined, heard: [],
    show: (state) => window.dispatchEvent(new MessageEvent('message', { data: { type: 'state', state, strings } })),
  };
  window.outside = outside;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => outside.sent.push(message),
    getState: () => outside.kept,
    setState: (state) => (outside.kept = structuredClone(state)),
  });
  window.addEventListener('keydown', ({ key }) => outside.heard.push(key));
`;

const questions: GuideQuestion[] = [
  { id: 'number', kind: 'number', prompt: 'How many?' },
  { id: 'text', kind: 'text', prompt: 'Which word?' },
  { id: 'several', kind: 'choice', several: true, prompt: 'Which of them?', options: ['Red', 'Green', 'Blue'] },
];

function state(more: Partial<GuideState> = {}, page: Partial<GuideState['page']> = {}): GuideState {
  return {
    lab: 'a/b', title: 'A lab', summary: '', facts: '', phase: 'running', runsOn: false, lacks: [], unisolated: false, inputs: [], builds: '', begun: true, outdated: false, ports: [], pages: [], stepsDone: 0, stepsTotal: 1,
    completed: false, learned: [], unlocked: [],
    page: {
      id: 'one', kind: 'step', title: 'One', html: '<p>Read this sentence.</p>', blocks: [], checks: [], questions, credit: { earned: 0, total: 0 },
      hints: { shown: [], total: 0 }, done: false, byNext: false, ...page,
    },
    ...more,
  };
}

describe('the guide’s page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await chromium.launch({ executablePath: await browserPath(), args: ['--disable-gpu'] });
  });
  after(() => browser?.close());

  /** `first`: what the document brings along. */
  async function load(kept: unknown = {}, first?: unknown): Promise<void> {
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    const part = { text: '' };
    await page.setContent(panelDocument({ nonce: 'abc', source: "'self'", language: 'en', title: 'Guide', style: part, script: part, first, pictures: false }).replace(/<meta http-equiv.*>/, ''));
    await page.addScriptTag({ content: stub });
    await page.evaluate((known) => void (window.outside.kept = known), kept);
    await page.addScriptTag({ path: bundle });
  }

  const show = (shown: GuideState): Promise<void> => page.evaluate((data) => window.outside.show(data), shown);
  const field = (id: string): Locator => page.locator(`form[data-question="${id}"] input[type="text"]`);
  const sent = (): Promise<FromGuide[]> => page.evaluate(() => window.outside.sent.filter(({ type }) => type === 'answer'));

  /** Draws anew every few milliseconds, each time something else around the questions. */
  async function disturb(shown: GuideState): Promise<() => Promise<void>> {
    const timer = await page.evaluate((data) => {
      let n = 0;
      return window.setInterval(() => {
        n += 1;
        window.outside.show({ ...data, title: `A lab ${n}`, outdated: n % 2 === 0, page: { ...data.page, done: n % 3 === 0 } });
      }, 3);
    }, shown);
    return () => page.evaluate((id) => window.clearInterval(id), timer);
  }

  it('draws what its document brought along before it hears anything, whatever the text says, and only once', async () => {
    const brought = (text: string): unknown => ({ id: 'first-1', message: { type: 'state', state: state({}, { html: `<p>${text}</p>`, questions: [] }), strings: guideWords() } });
    await load({}, brought('Write <code>&lt;/script&gt;</code>. </script><!-- <script>'));
    assert.equal((await page.locator('article p').first().textContent())?.trim(), 'Write </script>.');
    const kept = await page.evaluate(() => window.outside.kept);
    assert.deepEqual(await page.evaluate(() => window.outside.sent.map(({ type }) => type)), ['at', 'ready']);

    // A hidden page that is shown again is loaded from the same document, which is an old one by then.
    await load(kept, brought('Old'));
    assert.deepEqual(await page.evaluate(() => window.outside.sent.map(({ type }) => type)), ['ready']);
    assert.equal(await page.locator('article').count(), 0);
    await load(kept, { ...(brought('New') as object), id: 'first-2' });
    await page.locator('article', { hasText: 'New' }).waitFor();
  });

  it('takes what is typed while it is drawn anew every few milliseconds', async () => {
    await load();
    await show(state());
    const calm = await disturb(state());
    await field('number').focus();
    await page.keyboard.type('a lot');
    await page.keyboard.press('Enter');
    await page.locator('form[data-question="number"] .complaint', { hasText: 'notANumber' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2,5', { delay: 10 });
    await page.keyboard.press('Enter');
    await field('text').focus();
    await page.keyboard.type('what the learner writes', { delay: 5 });
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.type('ING', { delay: 5 });
    await page.keyboard.press('Enter');
    await page.locator('form[data-question="several"]').getByLabel('Green').click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await calm();
    assert.deepEqual(await sent(), [
      { type: 'answer', question: 'number', answer: '2,5' },
      { type: 'answer', question: 'text', answer: 'what the learner writINGs' },
      { type: 'answer', question: 'several', answer: [1, 2] },
    ]);
  });

  it('lets a word be composed while it is drawn anew', async () => {
    await load();
    await show(state());
    const calm = await disturb(state());
    await field('text').focus();
    const input = await page.context().newCDPSession(page);
    for (const text of ['ł', 'łó', 'łód', 'łódź']) {
      await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await input.send('Input.insertText', { text: 'łódź' });
    await calm();
    assert.equal(await field('text').inputValue(), 'łódź');
  });

  it('keeps keys of a field to itself that VS Code would answer late, and leaves it the others', async () => {
    await load();
    await show(state());
    await field('text').focus();
    await page.keyboard.type('abc');
    for (const key of ['Control+A', 'Meta+A']) {
      await page.keyboard.press(key);
      assert.equal(await field('text').evaluate((each: HTMLInputElement) => (each.selectionEnd ?? 0) - (each.selectionStart ?? 0)), 3, key);
    }
    await page.keyboard.press('Control+S');
    const heard = (await page.evaluate(() => window.outside.heard)).filter((key) => !/^(Control|Meta)$/.test(key));
    assert.deepEqual(heard.map((key) => key.toLowerCase()), ['a', 'b', 'c', 's']);
  });

  it('leaves what is marked on it alone', async () => {
    await load();
    await show(state());
    const marked = await page.evaluate(() => {
      const text = document.querySelector('article p')?.firstChild;
      if (text) {
        window.getSelection()?.setBaseAndExtent(text, 5, text, 9);
      }
      return String(window.getSelection());
    });
    assert.equal(marked, 'this');
    await show(state({ title: 'Another title' }, { done: true }));
    assert.equal(await page.getByRole('heading', { name: 'Another title' }).count(), 1);
    assert.equal(await page.evaluate(() => String(window.getSelection())), 'this');
  });

  it('has what was entered again after it was loaded anew, turned over, or the lab changed, until it is right', async () => {
    await load();
    await show(state());
    await field('number').fill('12');
    await page.locator('form[data-question="several"]').getByLabel('Green').click();
    const kept = await page.evaluate(() => window.outside.kept);
    await load(kept);
    await show(state());
    assert.equal(await field('number').inputValue(), '12');
    assert.ok(await page.locator('form[data-question="several"]').getByLabel('Green').isChecked());
    await show(state({}, { id: 'two', questions: [] }));
    assert.equal(await field('number').count(), 0);
    await show(state());
    assert.equal(await field('number').inputValue(), '12');
    await show(state({}, { questions: questions.map((each) => ({ ...each, prompt: `${each.prompt}!` })) }));
    assert.equal(await field('number').inputValue(), '12');
    const graded = (correct: boolean): GuideState => state({}, { questions: questions.map((each) => (each.id === 'number' ? { ...each, correct } : each)) });
    await show(graded(false));
    assert.equal(await page.getByText('incorrect', { exact: true }).count(), 1);
    assert.equal(await field('number').inputValue(), '12', 'a wrong answer can be mended');
    await show(graded(true));
    assert.equal(await page.getByText('correct', { exact: true }).count(), 1);
    assert.ok(await field('number').isDisabled());
    assert.deepEqual(await page.evaluate(() => (window.outside.kept as { drafts: unknown }).drafts), { several: ['1'] });
  });

  it('brings into view what a link of the text asked for, and else stays where one reads', async () => {
    await load();
    await page.setViewportSize({ width: 500, height: 400 });
    const check = { id: 'c', title: 'It is there', optional: false, points: 1, running: false, brokeSince: false, criteria: [] };
    const text = { html: `<p><a href="#" data-href="check:c">Run the check</a></p>${'<p>More to read.</p>'.repeat(40)}`, questions: [] };
    const at = (): Promise<number> => page.evaluate(() => window.scrollY);
    const inView = (selector: string): Promise<boolean> => page.locator(selector).evaluate((each) => {
      const { top } = each.getBoundingClientRect();
      return top > -1 && top < window.innerHeight;
    });
    await show(state({}, { ...text, checks: [check] }));
    await show(state({ phase: 'checking' }, { ...text, checks: [{ ...check, running: true }] }));
    await show(state({}, { ...text, checks: [{ ...check, verdict: 'failed' }] }));
    assert.equal(await at(), 0, 'nobody asked here');
    await page.getByRole('link', { name: 'Run the check' }).click();
    await show(state({ phase: 'checking' }, { ...text, checks: [{ ...check, running: true }] }));
    const criteria = [{ criterion: 'One thing', passed: false, expected: 'this', found: 'that' }];
    await show(state({}, { ...text, checks: [{ ...check, verdict: 'failed', criteria }] }));
    assert.ok(await inView('.check'));
    await page.evaluate(() => window.scrollTo(0, 0));
    await show(state({ title: 'Later' }, { ...text, checks: [{ ...check, verdict: 'failed', criteria }] }));
    assert.equal(await at(), 0);
    await show(state({}, { ...text, hints: { shown: ['A hint.'], total: 2 } }));
    assert.ok(await inView('.hints li'));
  });

  it('takes who answered right to the verdict, and nobody else', async () => {
    await load();
    await show(state());
    const right = state({}, { questions: questions.map((each) => (each.id === 'number' ? { ...each, correct: true } : each)) });
    await field('number').fill('12');
    await field('text').focus();
    await show(right);
    assert.ok(await field('text').evaluate((each) => each === document.activeElement));
    await load();
    await show(state());
    await field('number').focus();
    await show(right);
    assert.ok(await page.locator('form[data-question="number"] p.passed').evaluate((each) => each === document.activeElement));
  });
});
