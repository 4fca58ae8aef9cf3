import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseInstructions } from '../../../src/curriculum/instructions';
import { renderGuide, renderInline, type RenderedGuide } from '../../../src/curriculum/render';
import type { Variables } from '../../../src/curriculum/variables';

function render(markdown: string, variables: Variables = {}): RenderedGuide {
  return renderGuide(markdown, { variables, folder: '/nowhere', file: '/nowhere/guide/01.md', imageUri: (file) => `vscode:${file}` });
}

const html = (markdown: string, variables?: Variables): string => render(markdown, variables).html.trim();

/** Tags of this product's own making, with nothing in them that an author could have written. */
const allowedTag = /^<(\/?(p|h[1-6]|ul|li|strong|em|s|code|blockquote|table|thead|tbody|tr|div|span|a)|hr|br|ol( start="\d+")?|\/ol|(td|th|\/td|\/th)( class="align-(left|center|right)")?|\/pre|pre data-block="\d+"|pre|code class="language-[\w+#-]+"|li class="task"|span class="no-image"|div class="alert alert-\w+" role="note"|p class="alert-title"|span class="turning"|input type="checkbox" disabled( checked)? aria-label="[^"<>&]*"|a href="[^"<>]*"( data-href="[^"<>]*")?( title="[^"<>]*")?|img src="[^"<>]*" alt="[^"<>]*")>$/;

function assertSafe(output: string): void {
  for (const tag of output.match(/<[^>]*>/g) ?? []) {
    assert.match(tag, allowedTag, output);
  }
  for (const [, href = ''] of output.matchAll(/ (?:data-)?href="([^"]*)"/g)) {
    assert.match(href, /^(#$|https?:|mailto:|file:|port:|check:|restart:|hint:)/i, output);
  }
  assert.equal((output.replace(/<[^>]*>/g, '').match(/[<>]/g) ?? []).length, 0, output);
}

describe('a guide', () => {
  it('has headings, tables, lists and emphasis', () => {
    assert.equal(html('# A *b* `c`'), '<h1>A <em>b</em> <code>c</code></h1>');
    assert.match(html('| a | b |\n|:-:|--:|\n| 1 | 2 |'), /<th class="align-center">a<\/th>\n<th class="align-right">b<\/th>/);
  });

  it('has task lists', () => {
    assert.equal(
      html('- [ ] open\n- [x] **done**\n- [y] text'),
      '<ul>\n<li class="task"><input type="checkbox" disabled aria-label="open"> open</li>\n<li class="task"><input type="checkbox" disabled checked aria-label="done"> <strong>done</strong></li>\n<li>[y] text</li>\n</ul>',
    );
  });

  it('has alerts of five kinds, also inside each other', () => {
    for (const kind of ['NOTE', 'TIP', 'IMPORTANT', 'WARNING', 'CAUTION']) {
      assert.match(html(`> [!${kind}]\n> Mind *this*.`), new RegExp(`^<div class="alert alert-${kind.toLowerCase()}" role="note">\n<p class="alert-title">\\w+</p>\n<p>Mind <em>this</em>.</p>\n</div>$`));
    }
    assert.equal(html('> [!OTHER]\n> text'), '<blockquote>\n<p>[!OTHER]\ntext</p>\n</blockquote>');
    assert.equal(html('> [!TIP] text'), '<blockquote>\n<p>[!TIP] text</p>\n</blockquote>');
    assert.equal((html('> [!TIP]\n> > [!NOTE]\n> > x\n').match(/<div/g) ?? []).length, 2);
  });

  describe('keeps out', () => {
    const hostile: [what: string, markdown: string][] = [
      ['HTML', '<script>alert(1)</script> <img src=x onerror=alert(1)> <b>bold</b>'],
      ['blocks of HTML', '<div onclick="x">\n\n<style>*{display:none}</style>\n\n<!-- x -->'],
      ['commands of the editor', '[x](command:workbench.action.terminal.new)'],
      ['scripts', '[x](javascript:alert(1)) <javascript:alert(1)> [y](JaVaScRiPt:alert(1)) [z](java\tscript:alert(1))'],
      ['scripts behind entities', '[x](java&#x73;cript:alert(1)) [y](&#106;avascript:1) [z](javascript&colon;alert(1))'],
      ['scripts behind control characters', '[x](<\x01javascript:alert(1)>) [y](\u00a0javascript:1)'],
      ['data', '[x](data:text/html;base64,PHNjcmlwdD4=) ![y](data:image/svg+xml;base64,PHN2Zz4=)'],
      ['other schemes', '[a](vscode://x) [b](vbscript:x) [c](file://host/x) [d](ftp://x) [e](blob:x) [f](about:blank)'],
      ['markup in titles', '[x](https://x.org "\\" onclick=\\"alert(1)") ![y](a.png "\\"><script>")'],
      ['markup in references', '[x]: https://x.org/"><script>alert(1)</script> "a"\n\n[x]'],
      ['markup in info words', '```sh"><script>alert(1)</script>\nls\n```\n\n~~~" onload="x\n~~~'],
      ['markup in code', '`<script>` \n\n    <script>\n\n```html\n<script>alert(1)</script>\n```'],
      ['markup in autolinks', '<https://x.org/"onclick="alert(1)>'],
      ['characters that turn the direction of text', 'rm \u202e/ fr- \u2066x\u2069 [a\u202eb](https://x.org "t\u202et") `\u202d` ![p\u202e](x.png)\n\n```sh\n\u202els\n```'],
      ['pictures from elsewhere', '![x](https://x.org/y.png) ![y](//x.org/y.png) ![z](http://x/"><script>)'],
    ];
    for (const [what, markdown] of hostile) {
      it(what, () => {
        const output = html(markdown);
        assertSafe(output);
        assert.doesNotMatch(output, /<(script|img|style)/);
        assertSafe(renderInline(markdown));
      });
    }
  });

  it('names what would turn the direction of text, and types what is written', () => {
    const { html: shown, blocks } = render('a\u202eb\n\n```sh\nls \u202e\n```');
    assert.match(shown, /^<p>a<span class="turning">\[U\+202E\]<\/span>b<\/p>/);
    assert.doesNotMatch(shown, /\u202e/);
    assert.equal(blocks[0]?.text, 'ls \u202e\n');
  });

  it('shows what it keeps out as text', () => {
    assert.equal(html('<b>x</b> [y](command:z)'), '<p>&lt;b&gt;x&lt;/b&gt; [y](command:z)</p>');
    assert.equal(html('![a *b*](https://x.org/y.png)'), '<p><span class="no-image">[a b]</span></p>');
  });

  it('is safe, whatever is in it', () => {
    const piece = fc.constantFrom('[', ']', '(', ')', '<', '>', '"', "'", '`', '```', '\n', '\n\n', '> ', '[!TIP]', '- [ ] ', '| a | b |\n|-|-|\n', '![', 'javascript:', 'https://x.org', 'command:x', 'port:lab:80', '&#x73;', '\\', '{{input.x}}', '{{url.lab.80}}', '<script>', ' onclick=', '*', '_', '#', ': ', 'a');
    const value = fc.constantFrom('"><script>', 'javascript:alert(1)', '](command:x)', '`', '{{input.x}}', '*', 'https://x.org/"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), value, value, (pieces, x, url) => {
        assertSafe(html(pieces.join(''), { 'input.x': x, 'url.lab.80': url }));
      }),
      { numRuns: 3000 },
    );
  }).timeout(60_000);

  describe('has links', () => {
    it('to the web as they are', () => {
      assert.equal(html('[x](https://x.org/?a=1&b=2 "t")'), '<p><a href="https://x.org/?a=1&amp;b=2" title="t">x</a></p>');
    });
    it('of its own as data', () => {
      for (const href of ['file:src/app.py#L10', 'port:web:8080/path?q=1', 'check:done', 'restart:web', 'hint:']) {
        assert.equal(html(`[x](${href})`), `<p><a href="#" data-href="${href}">x</a></p>`);
      }
    });
    it('without a scheme as text', () => {
      assert.equal(html('[the **next** page](02.md) and [x](#y)'), '<p>the <strong>next</strong> page and x</p>');
    });
    it('to the address of a port', () => {
      assert.equal(html('[open]({{url.web.80}}/docs)', { 'url.web.80': 'http://127.0.0.1:4567' }), '<p><a href="http://127.0.0.1:4567/docs">open</a></p>');
      assert.equal(html('[open]({{url.web.80}}/docs)'), '<p><a>open</a></p>');
      assert.equal(html('[open]({{url.web.80}}/docs)', { 'url.web.80': 'javascript:alert(1)//' }), '<p><a>open</a></p>');
    });
  });

  describe('has variables', () => {
    it('whose values are text, never Markdown or HTML', () => {
      const values = { 'input.name': '**b** <i> `c` [d](https://x.org) {{workspace}}', workspace: '/workspace' };
      assert.equal(html('Hello {{input.name}}!', values), '<p>Hello **b** &lt;i&gt; `c` [d](https://x.org) {{workspace}}!</p>');
      assert.equal(html('`{{input.name}}`', { 'input.name': '`<' }), '<p><code>`&lt;</code></p>');
    });
    it('in commands', () => {
      const { html: output, blocks } = render('```sh\ncd {{workspace}} && echo {{ .Values.x }}\n```', { workspace: '/workspace' });
      assert.equal(blocks[0]?.text, 'cd /workspace && echo {{ .Values.x }}\n');
      assert.match(output, /cd \/workspace &amp;&amp; echo {{ .Values.x }}/);
    });
    it('that stay as written without a value', () => assert.equal(html('{{port.web.80}}'), '<p>{{port.web.80}}</p>'));
  });

  describe('has blocks', () => {
    it('to run and copy, known by number only', () => {
      const { html: output, blocks } = render('```sh\nls\n```\n\n```python\nprint()\n```\n\n```bash no-run\nrm x\n```');
      assert.deepEqual(blocks.map(({ index, line, language, run, copy, test }) => ({ index, line, language, run, copy, test })), [
        { index: 0, line: 1, language: 'sh', run: true, copy: true, test: true },
        { index: 1, line: 5, language: 'python', run: false, copy: false, test: false },
        { index: 2, line: 9, language: 'bash', run: false, copy: true, test: false },
      ]);
      assert.match(output, /^<pre data-block="0"><code class="language-sh">ls\n<\/code><\/pre>/);
    });
    it('with words', () => {
      const { blocks } = render('```sh no-copy no-test="it waits = for you" interrupt service=db save-as=src/a.py\nls\n```');
      assert.deepEqual(blocks, [
        { index: 0, line: 1, language: 'sh', text: 'ls\n', run: true, copy: false, test: false, interrupt: true, service: 'db', saveAs: 'src/a.py' },
      ]);
    });
    it('of transcripts, whose commands stand behind prompts', () => {
      const { blocks, html: output } = render('```console\n$ cat <<E\n> text\n> E\ntext\n$ ls\na b\n```');
      assert.equal(blocks[0]?.text, 'cat <<E\ntext\nE\nls\n');
      assert.match(output, /\$ cat &lt;&lt;E\n&gt; text/);
    });
  });

  it('that is too large is not shown', () => {
    assert.match(html('x'.repeat(1024 * 1024 + 1)), /larger than 1 MiB/);
  });

  describe('of a megabyte comes to an end:', () => {
    for (const piece of ['[', '*a ', '> ', '`', '- ', '![', '|a', '> [!TIP]\n\n', '{{', '&', '[a](', '<a:']) {
      it(JSON.stringify(piece), () => {
        assertSafe(html(piece.repeat((1024 * 1024) / 16 / piece.length)));
      }).timeout(60_000);
    }
  });

  describe('has pictures', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'guide-'));
      for (const name of ['lab/guide/img', 'lab/checks']) {
        mkdirSync(path.join(folder, name), { recursive: true });
      }
      for (const file of ['lab/guide/img/a b.png', 'lab/top.svg', 'lab/checks/answer.png', 'lab/guide/note.txt', 'outside.png']) {
        writeFileSync(path.join(folder, file), file.endsWith('.svg') ? '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' : png(2, 2));
      }
      symlinkSync(path.join(folder, 'outside.png'), path.join(folder, 'lab/guide/link.png'));
      symlinkSync('../checks/answer.png', path.join(folder, 'lab/guide/answer.png'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    function picture(source: string): string {
      const lab = path.join(folder, 'lab');
      const file = path.join(lab, 'guide/01.md');
      return renderGuide(`![p](${source})`, { variables: {}, folder: lab, file, imageUri: (found) => path.relative(lab, found) }).html.trim();
    }

    it('beside the page and elsewhere in the lab', () => {
      assert.equal(picture('img/a%20b.png'), `<p><img src="${path.join('guide/img/a b.png')}" alt="p"></p>`);
      assert.equal(picture('../top.svg'), '<p><img src="top.svg" alt="p"></p>');
    });

    it('named by their file where nothing is said instead of them', () => {
      assert.equal(renderGuide('![](../top.svg)', { variables: {}, folder: path.join(folder, 'lab'), file: path.join(folder, 'lab/guide/01.md'), imageUri: () => 'x' }).html.trim(), '<p><img src="x" alt="top.svg"></p>');
    });

    it('unless they are too large to draw or to load, or no pictures at all', () => {
      const files = { 'points.png': png(40_000, 40_000), 'bytes.png': Buffer.concat([png(2, 2), Buffer.alloc(2 * 1024 * 1024)]), 'text.png': Buffer.from('text') };
      for (const [name, bytes] of Object.entries(files)) {
        writeFileSync(path.join(folder, 'lab/guide', name), bytes);
        assert.equal(picture(name), '<p><span class="no-image">[p]</span></p>', name);
      }
    });

    it('from nowhere else', () => {
      for (const source of ['../../outside.png', 'link.png', 'answer.png', '../checks/answer.png', '/etc/x.png', 'note.txt', 'gone.png', 'file:///x.png', '%2e%2e/%2e%2e/outside.png', '..%5c..%5coutside.png', '%00.png']) {
        assert.equal(picture(source), '<p><span class="no-image">[p]</span></p>', source);
      }
    });
  });
});

/** The beginning of a PNG that says it is so large (PNG specification, 11.2.2). */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008060000000000000000', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('a line of Markdown', () => {
  it('has no blocks and no pictures', () => {
    assert.equal(renderInline('Use `x`, **now**: [check](check:a) ![p](a.png) <b>'), 'Use <code>x</code>, <strong>now</strong>: <a href="#" data-href="check:a">check</a> <span class="no-image">[p]</span> &lt;b&gt;');
  });
});

describe('instructions', () => {
  const page = parseInstructions(
    ['# First *steps*', '', '[a](check:x) ![b](c.png)', '', '```sh no-tset servce=db', 'echo {{input.x}}', '```', '', 'At {{url.web.80}}.', '', '```yaml save-as=../x', '```'].join('\n'),
  );

  it('say what a page refers to, and where', () => {
    assert.equal(page.title, 'First steps');
    assert.deepEqual(page.links, [{ text: 'check:x', line: 3 }]);
    assert.deepEqual(page.images, [{ text: 'c.png', line: 3, alternative: 'b' }]);
    assert.deepEqual(page.variables, [{ text: 'input.x', line: 5 }, { text: 'url.web.80', line: 9 }]);
    assert.deepEqual(page.blocks.map(({ line, text, run }) => ({ line, text, run })), [{ line: 5, text: 'echo {{input.x}}\n', run: true }, { line: 11, text: '', run: false }]);
  });

  it('say which words behind a fence mean nothing', () => {
    assert.deepEqual(page.problems.map(({ line }) => line), [5, 5, 11]);
    assert.match(page.problems[0]?.text ?? '', /Did you mean `no-test`/);
    assert.match(page.problems[1]?.text ?? '', /Did you mean `service`/);
    assert.match(page.problems[2]?.text ?? '', /\.\./);
    assert.equal(page.blocks[1]?.saveAs, undefined);
  });
});
