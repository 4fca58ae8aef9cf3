import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { selfAttested } from '../../../../src/progress/export/evidence';
import { portfolioHtml } from '../../../../src/progress/export/portfolioHtml';
import { portfolioMarkdown } from '../../../../src/progress/export/portfolioMarkdown';
import { evidence, hostile } from './sample';

const files = [{ path: 'first-steps/<app>.py', text: 'print("```")\n</code><script>alert(1)</script>\n' }];

describe('the portfolio page', () => {
  const page = portfolioHtml(evidence, files);

  it('shows what was done, with dates, criteria and help', () => {
    for (const text of ['1 lab completed, 1 under way', 'Completed on 2026-11-21', '3 of 3 points', 'It runs', '1 hint', 'counted by an instructor', 'solution shown']) {
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
  });

  it('is text whatever titles and files hold', () => {
    assert.doesNotMatch(html, /<script|<img|<em>_/);
    assert.ok(new MarkdownIt().renderInline(hostile).length > 0);
    assert.ok(html.includes('print(&quot;```&quot;)'));
  });
});
