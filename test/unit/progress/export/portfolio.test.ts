import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import MarkdownIt from 'markdown-it';
import bundle from '../../../../l10n/bundle.l10n.json';
import { portfolioHtml } from '../../../../src/progress/export/portfolioHtml';
import { portfolioMarkdown } from '../../../../src/progress/export/portfolioMarkdown';
import { evidence, hostile } from './sample';

const files = [{ path: 'first-steps/<app>.py', text: 'print("```")\n</code><script>alert(1)</script>\n' }];

const selfAttested = 'Self-attested: these results come from checks that ran on the learner’s own machine. Nobody else has verified them.';
const onDay = (language: string, day = '2026-11-21T08:00:00.000Z'): string => new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(day));

describe('the portfolio page', () => {
  const page = portfolioHtml(evidence, files);

  it('shows what was done, with dates, criteria and help', () => {
    for (const text of ['1 lab completed · 1 under way', `Completed on ${onDay('en')}`, '3 of 3 points', 'Beginner', 'It runs', '1 hint', 'counted by an instructor', 'solution shown']) {
      assert.ok(page.includes(text), text);
    }
    assert.match(page, /<span>MLOps<\/span><svg aria-hidden="true">.*class="earned" width="50\.00%".*<span class="count">1 of 2<\/span>/);
    assert.match(page, /Ours broke <span class="said">not judged: the checker broke/);
    assert.doesNotMatch(page, /Trained by no lab/);
  });

  it('says that nobody else has verified it', () => {
    assert.ok(page.includes(selfAttested));
  });

  it('needs nothing else, and is text whatever titles and files hold', () => {
    const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
    assert.deepEqual(tags.filter((tag) => /^<(script|img|link|iframe|a)\b|\s(src|href|on\w+)=/i.test(tag)), []);
    assert.doesNotMatch(page, /https?:/);
    assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
    assert.ok(page.includes('&lt;/code&gt;&lt;script&gt;'));
  });
});

describe('the portfolio as Markdown', () => {
  const text = portfolioMarkdown(evidence, files);
  const html = new MarkdownIt({ html: true }).render(text);

  it('says the same', () => {
    assert.ok(text.includes(selfAttested));
    assert.match(html, /<td>Foundations<\/td>\s*<td>3-6 months<\/td>\s*<td>1 of 2<\/td>/);
    assert.match(text, /- \[x\] It runs/);
    assert.match(text, /- \[ \] Never run/);
    assert.match(text, /- Mend it: 1 hint\n- \[x\] It runs/);
    assert.ok(text.includes(`Completed on ${onDay('en')}`));
  });

  it('is text whatever titles and files hold', () => {
    assert.doesNotMatch(html, /<script|<img|<em>_/);
    assert.ok(new MarkdownIt().renderInline(hostile).length > 0);
    assert.ok(html.includes('print(&quot;```&quot;)'));
  });
});

describe('a portfolio in another language', () => {
  before(() => l10n.config({ contents: getL10nPseudoLocalized(bundle) }));
  after(() => l10n.config({ contents: {} }));

  const given = { ...evidence, language: 'de', skills: [{ id: 'mlops', title: 'MLOps', completed: 1, total: 1234 }] };
  const known = JSON.stringify([given, files]);
  /** Words of plain letters that are not among what the portfolio is made of: translated ones have accents. */
  const ownWords = (text: string): string[] => text
    .replaceAll(onDay('de'), '').replaceAll(onDay('de', given.exportedAt), '').replaceAll('Ada <L>: AI Architect', '')
    .split(/\n| · | \| |[()]/)
    .map((piece) => piece.trim())
    .filter((piece) => /\b[a-z]{2,}\b/i.test(piece) && !known.includes(JSON.stringify(piece).slice(1, -1)));

  it('says everything in it, with dates and numbers as it writes them', () => {
    const page = portfolioHtml(given, files);
    assert.match(page, /<html lang="de">/);
    assert.ok(page.includes(onDay('de')) && onDay('de') !== onDay('en'));
    assert.match(page, /1\.234/);
    const plain = page.replace(/<style>[^]*<\/style>/, '').replace(/<[^>]*>/g, '\n').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
    assert.deepEqual(ownWords(plain), []);
  });

  it('does so as Markdown, too', () => {
    const text = portfolioMarkdown({ ...given, labs: given.labs.slice(0, 1) }, []);
    assert.ok(text.includes(onDay('de')) && text.includes('1.234'));
    const plain = text.replace(/\\/g, '').replace(/^[-#>|* ]+(\[[x ]\])?|[|* ]+$/gm, '').replace('Mend it: ', '');
    assert.deepEqual(ownWords(plain), []);
  });
});
