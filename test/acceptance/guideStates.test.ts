import assert from 'node:assert/strict';
import { expectAccessible } from './axe';
import { showGuide } from './guidePage';
import { guideStates, shown } from './guideStates';
import { PanelPage } from './panelPage';
import { guideWords, marked, wordsOfItsOwn } from './panelWords';

describe('the states of a guide’s page', function () {
  this.timeout(60_000);
  let guide: PanelPage;
  before(async () => {
    guide = await PanelPage.open('guide');
  });
  after(() => guide?.close());

  it('draws diagrams in the page, as pictures with their source as text', async () => {
    await showGuide(guide, shown(), guideWords());
    const picture = guide.page.locator('.diagram img');
    await picture.waitFor();
    assert.match((await picture.getAttribute('alt')) ?? '', /^flowchart LR/);
    const [width, height] = await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => [image.naturalWidth, image.naturalHeight]));
    assert.ok((width ?? 0) > 200 && (height ?? 0) > 50, `${width} x ${height}`);
    await guide.page.screenshot({ path: 'out/screenshots/guide-page.png', fullPage: true });
  });

  it('leaves what is no diagram, and kinds it does not draw, as text', async () => {
    for (const source of ['flowchart LR\n  a -->', 'mindmap\n  root', '']) {
      await showGuide(guide, shown({ markdown: `# D\n\n\`\`\`mermaid\n${source}\n\`\`\`\n` }), guideWords());
      await guide.page.locator('figcaption').getByText('cannot be drawn').waitFor();
      assert.equal((await guide.page.locator('figure pre').textContent())?.trim(), source.trim());
    }
  });

  it('runs nothing of a diagram, and loads nothing for it', async () => {
    const requests: string[] = [];
    guide.page.on('request', (request) => requests.push(request.url()));
    const hostile = 'flowchart LR\n  a["<img src=x onerror=alert(1)><script>window.broken = 1</script>"] --> b\n  click a "javascript:window.broken=1"\n  click b call broken()';
    await showGuide(guide, shown({ markdown: `%%{init: {"securityLevel": "loose"}}%%\n\n\`\`\`mermaid\n%%{init: {"securityLevel": "loose", "htmlLabels": true}}%%\n${hostile}\n\`\`\`\n` }), guideWords());
    await guide.page.locator('.diagram img').waitFor();
    const svg = decodeURIComponent((await guide.page.locator('.diagram img').getAttribute('src')) ?? '');
    assert.doesNotMatch(svg, /<script|onerror=|javascript:|foreignObject/i);
    assert.equal(await guide.page.evaluate(() => (window as unknown as { broken?: number }).broken), undefined);
    assert.deepEqual(requests.filter((url) => !url.startsWith('data:') && !url.endsWith('/diagrams.js')), []);
  });

  it('says nothing of its own in a fixed language', async () => {
    // Another page: what was drawn of a question stays, and nobody changes the language while it is there.
    await guide.page.reload();
    const found: string[] = [];
    for (const [name, state] of Object.entries(guideStates)) {
      await showGuide(guide, state, guideWords(marked));
      found.push(...(await wordsOfItsOwn(guide, state, 'article, .questions legend, .questions label')).map((text) => `${name}: ${text}`));
    }
    assert.deepEqual(found, []);
  });

  it('is accessible in every state', async () => {
    for (const state of Object.values(guideStates)) {
      await showGuide(guide, state, guideWords());
      await expectAccessible(guide.page);
    }
  });

  it('needs no sideways scrolling at twice the size, and does not move for who wants none', async () => {
    await guide.zoom();
    for (const [name, state] of Object.entries(guideStates)) {
      await showGuide(guide, state, guideWords());
      assert.equal(await guide.overflow(), 0, name);
      assert.deepEqual(await guide.moving(), [], name);
    }
  });

  it('complains of nothing', () => assert.deepEqual(guide.errors, []));
});
