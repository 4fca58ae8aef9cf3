import assert from 'node:assert/strict';
import { expectAccessible } from './axe';
import { GuidePage } from './guidePage';
import { guideStates, shown } from './guideStates';
import { guideWords } from './guideWords';

describe('the states of a guide’s page', function () {
  this.timeout(60_000);
  let guide: GuidePage;
  before(async () => {
    guide = await GuidePage.open();
  });
  after(() => guide?.close());

  it('draws diagrams in the page, as pictures with their source as text', async () => {
    await guide.show(shown(), guideWords());
    const picture = guide.page.locator('.diagram img');
    await picture.waitFor();
    assert.match((await picture.getAttribute('alt')) ?? '', /^flowchart LR/);
    const [width, height] = await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => [image.naturalWidth, image.naturalHeight]));
    assert.ok((width ?? 0) > 200 && (height ?? 0) > 50, `${width} x ${height}`);
    await guide.page.screenshot({ path: 'out/screenshots/guide-page.png', fullPage: true });
  });

  it('leaves what is no diagram, and kinds it does not draw, as text', async () => {
    for (const source of ['flowchart LR\n  a -->', 'mindmap\n  root', '']) {
      await guide.show(shown({ markdown: `# D\n\n\`\`\`mermaid\n${source}\n\`\`\`\n` }), guideWords());
      await guide.page.locator('figcaption').getByText('cannot be drawn').waitFor();
      assert.equal((await guide.page.locator('figure pre').textContent())?.trim(), source.trim());
    }
  });

  it('runs nothing of a diagram, and loads nothing for it', async () => {
    const requests: string[] = [];
    guide.page.on('request', (request) => requests.push(request.url()));
    const hostile = 'flowchart LR\n  a["<img src=x onerror=alert(1)><script>window.broken = 1</script>"] --> b\n  click a "javascript:window.broken=1"\n  click b call broken()';
    await guide.show(shown({ markdown: `%%{init: {"securityLevel": "loose"}}%%\n\n\`\`\`mermaid\n%%{init: {"securityLevel": "loose", "htmlLabels": true}}%%\n${hostile}\n\`\`\`\n` }), guideWords());
    await guide.page.locator('.diagram img').waitFor();
    const svg = decodeURIComponent((await guide.page.locator('.diagram img').getAttribute('src')) ?? '');
    assert.doesNotMatch(svg, /<script|onerror=|javascript:|foreignObject/i);
    assert.equal(await guide.page.evaluate(() => (window as unknown as { broken?: number }).broken), undefined);
    assert.deepEqual(requests.filter((url) => !url.startsWith('data:') && !url.endsWith('/diagrams.js')), []);
  });

  it('says nothing of its own in a fixed language', async () => {
    // Another page: what was drawn of a question stays, and nobody changes the language while it is there.
    await guide.page.reload();
    const words = guideWords((text) => `⟦${text}⟧`);
    const found: string[] = [];
    for (const [name, state] of Object.entries(guideStates)) {
      await guide.show(state, words);
      const said = await guide.page.evaluate(visibleWords);
      // What the lab and its checks say is in `state`; what is left are words of the page.
      const given = JSON.stringify(state);
      const rest = said.map((text) => text.replace(/⟦[^⟧]*⟧/g, '').replace(/^[\s:,(]+|[\s,)]+$/g, '')).filter((text) => /\p{Letter}/u.test(text) && !/^[\w.]+:\d+$/.test(text));
      found.push(...rest.filter((text) => !given.includes(JSON.stringify(text).slice(1, -1))).map((text) => `${name}: ${text}`));
    }
    assert.deepEqual(found, []);
  });

  it('is accessible in every state', async () => {
    for (const state of Object.values(guideStates)) {
      await guide.show(state, guideWords());
      await expectAccessible(guide.page);
    }
  });

  it('needs no sideways scrolling at twice the size, and does not move for who wants none', async () => {
    await guide.page.setViewportSize({ width: 380, height: 500 });
    await guide.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const [name, state] of Object.entries(guideStates)) {
      await guide.show(state, guideWords());
      const [needs, has] = await guide.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok((needs ?? 0) <= (has ?? 0), `${name} is ${needs} wide`);
      for (const moving of await guide.page.locator('.icon-busy').all()) {
        assert.equal(await moving.evaluate((element) => getComputedStyle(element).animationName), 'none');
      }
    }
  });

  it('complains of nothing', () => assert.deepEqual(guide.errors, []));
});

/** Texts and labels on the page but for the guide's own article. */
function visibleWords(): string[] {
  const words: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      words.push(...['aria-label', 'placeholder', 'title'].map((name) => (node).getAttribute(name) ?? ''));
    } else if (!node.parentElement?.closest('article, .questions legend, .questions label')) {
      words.push(node.textContent ?? '');
    }
  }
  return words.map((text) => text.trim()).filter((text) => /\p{Letter}/u.test(text));
}
