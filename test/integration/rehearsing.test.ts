import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Lab } from '../../src/curriculum/lab';
import { readLab } from '../../src/curriculum/parseLab';
import { rehearseProcess, type Rehearsed } from '../../src/ui/testing/rehearsalProcess';
import { tellRehearsal } from '../../src/ui/testing/rehearsalRun';
import { TestItems } from '../../src/ui/testing/testItems';
import { testModels } from '../../src/ui/testing/testModel';
import { labTestId } from '../../src/ui/testing/testIds';
import { activeExtension, closeTabs, home } from './support';

/** Rehearse in the Testing view: the process it starts, and what its run is told. */
describe('a rehearsal in the Testing view', function () {
  this.timeout(180_000);
  const controller = vscode.tests.createTestController('aiLabsRehearsal', 'Test');
  const items = new TestItems(controller);
  const told: string[] = [];
  let folder = '';
  let product = '';

  before(async () => {
    product = (await activeExtension()).extensionPath;
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-rehearsing-')));
  });
  after(async () => {
    controller.dispose();
    await closeTabs();
    await rm(folder, { recursive: true, force: true });
  });

  /** A run of the real controller that notes what it is told, as `state check: messages`. */
  function noting(): vscode.TestRun {
    const run = controller.createTestRun(new vscode.TestRunRequest());
    const note = (what: string, { id }: vscode.TestItem, said: vscode.TestMessage | readonly vscode.TestMessage[] = []): void => {
      told.push([what, id.split('#').pop(), ...[said].flat().map(({ message }) => (typeof message === 'string' ? message : message.value))].join(' '));
    };
    return Object.create(run, {
      passed: { value: (item: vscode.TestItem) => (note('passed', item), run.passed(item)) },
      skipped: { value: (item: vscode.TestItem) => (note('skipped', item), run.skipped(item)) },
      failed: { value: (item: vscode.TestItem, said: vscode.TestMessage[]) => (note('failed', item, said), run.failed(item, said)) },
      errored: { value: (item: vscode.TestItem, said: vscode.TestMessage[]) => (note('errored', item, said), run.errored(item, said)) },
    }) as vscode.TestRun;
  }

  async function newLab(): Promise<Lab> {
    await vscode.commands.executeCommand('aiLabs.newLab', { template: 'exercise', id: 'rehearsed', title: 'Rehearsed', action: 'languages', folder });
    const file = path.join(folder, 'labs', 'rehearsed', 'lab.yaml');
    const { lab } = readLab({ file, catalog: 'labs', images: path.join(folder, 'labs', 'images') });
    assert.ok(lab);
    return lab;
  }

  async function rehearsed(lab: Lab): Promise<Rehearsed> {
    const heard: string[] = [];
    const program = { script: path.join(product, 'dist', 'cli.js'), home: home(), catalogs: [], dockerHost: undefined, dockerContext: undefined };
    const { rehearsed: result, said } = await rehearseProcess(program, lab.folder, new AbortController().signal, (line) => heard.push(line));
    assert.ok(result, said);
    assert.ok(heard.length > 0, 'it says what it is at');
    return result;
  }

  function tell(lab: Lab, result: Rehearsed): void {
    items.update(testModels({ labs: [lab], isAuthored: () => true, verdictOf: () => undefined, words: {} }));
    const row = items.find(labTestId(lab.identity));
    assert.ok(row);
    assert.deepEqual(row.tags.map(({ id }) => id), ['authored']);
    told.splice(0);
    const run = noting();
    tellRehearsal(run, row, items.checks(undefined), result);
    run.end();
  }

  it('says of each check whether it tells right from wrong', async () => {
    const lab = await newLab();
    tell(lab, await rehearsed(lab));
    assert.deepEqual(told, ['passed counted', 'passed any-log']);

    // A check that passes whatever was done, and a solution that does not run.
    await writeFile(path.join(lab.folder, 'checks', 'counted.sh'), 'exit 0\n');
    await writeFile(path.join(lab.folder, 'solution', '02-script.sh'), 'exit 3\n');
    tell(lab, await rehearsed(lab));
    assert.match(told[0] ?? '', /^failed counted entered count: counted passes before any work was done.*wrong solution\/wrong-all\.sh: counted must fail, but it passed/s);
    assert.match(told[1] ?? '', /^failed any-log solved script: any-log must pass here, but it failed/);
    assert.match(told[2] ?? '', /^errored lab:labs\/rehearsed solved script: solution\/02-script\.sh ended with 3/);
    assert.equal(told.length, 3);
  });
});
