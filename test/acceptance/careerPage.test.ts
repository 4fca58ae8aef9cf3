import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nullLog } from '../../src/common/log';
import { Catalog } from '../../src/curriculum/catalog';
import { parseCareerPath } from '../../src/curriculum/parseCareerPath';
import { noProgress } from '../../src/progress/fold';
import { careerState } from '../../src/ui/career/careerModel';
import type { CareerState } from '../../src/webview/career/protocol/state';
import { expectAccessible } from './axe';
import { PanelPage } from './panelPage';
import { careerWords, marked, wordsOfItsOwn } from './panelWords';

const labs = path.resolve(__dirname, '../../labs');
const at = '2026-01-02T03:04:05.000Z';

/** The real path with its labs, the first of them completed. */
async function state(): Promise<CareerState> {
  const file = path.join(labs, 'career-path.yaml');
  const { path: known } = parseCareerPath(await readFile(file, 'utf8'), file);
  assert.ok(known);
  const all = (await new Catalog({ roots: () => [{ root: labs, source: 'builtin', trusted: true }], log: nullLog }).load()).labs.flatMap(({ lab }) => lab ?? []);
  const done = { ...noProgress, startedAt: at, completedAt: at };
  return careerState(known, {
    path: known, pathProblems: [], catalogProblems: [], labs: all, shadowing: new Set(), broken: [],
    summary: { labs: Object.fromEntries(all.slice(0, 2).map(({ identity }) => [identity, done])) },
    state: () => ({ kind: 'absent' }),
  });
}

describe('the career guide’s page', function () {
  this.timeout(60_000);
  let career: PanelPage;
  let shown: CareerState;

  before(async () => {
    shown = await state();
    career = await PanelPage.open('career');
  });
  after(() => career?.close());

  async function show(strings = careerWords()): Promise<void> {
    await career.send({ type: 'state', state: shown, role: shown.roles[1]?.id, strings });
    await career.page.getByRole('heading', { level: 1 }).waitFor();
    await career.page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  }

  it('says nothing of its own in a fixed language', async () => {
    await show(careerWords(marked));
    assert.deepEqual(await wordsOfItsOwn(career, shown, 'script'), []);
  });

  it('needs no sideways scrolling at twice the size, and does not move for who wants none', async () => {
    assert.ok((await career.moving()).length > 0, 'otherwise its bars grow, and links glide');
    await career.zoom();
    await show();
    assert.equal(await career.overflow(), 0);
    assert.deepEqual(await career.moving(), []);
    await career.page.screenshot({ path: 'out/screenshots/career-zoomed.png', fullPage: true });
    await expectAccessible(career.page);
  });

  it('complains of nothing', () => assert.deepEqual(career.errors, []));
});
