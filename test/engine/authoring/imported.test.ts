import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { importLabs } from '../../../src/authoring/import/importLabs';
import type { CheckResult } from '../../../src/common/verdict';
import type { Lab } from '../../../src/curriculum/lab';
import { readLab } from '../../../src/curriculum/parseLab';
import { useSessions } from '../session/rig';

const root = path.resolve(__dirname, '../../..');

describe('an imported scenario', function () {
  this.timeout(120_000);
  const box = useSessions();

  async function imported(): Promise<Lab> {
    const labs = path.join(box.rig.folder, 'catalogs', 'imported');
    await importLabs({ source: path.join(root, 'test', 'fixtures', 'import', 'course', 'find-logs'), labs, images: path.join(root, 'labs', 'images') });
    const { lab, problems } = readLab({ file: path.join(labs, 'find-logs', 'lab.yaml'), catalog: 'imported', images: path.join(labs, 'images') });
    assert.ok(lab, JSON.stringify(problems));
    box.rig.labs.set(lab.identity, lab);
    return lab;
  }

  it('runs as it did where it came from: background, foreground, assets, steps and their verdicts', async () => {
    const lab = await imported();
    const { rig } = box;
    const { sessions } = rig.open();
    await sessions.start(lab, rig.options());
    const sh = (line: string): Promise<string> => rig.sh(sessions, lab.identity, line);
    const check = async (id: string): Promise<CheckResult | undefined> => (await sessions.check(lab.identity, { check: id })).results.find(({ checkId }) => checkId === id);

    // What is typed into the terminal waits for what runs in the background.
    assert.equal(await sh('. /opt/scenario/intro-foreground.sh'), 'ready');
    assert.equal(await sh('cat /root/notes.txt; /opt/app/run.sh; cat /root/samples/one.log; cat /etc/killercoda/host'), 'Take notes here.\nshop\nINFO sample\nhttp://localhost:PORT');
    assert.equal(await sh('id -un; echo "$HOME"'), 'root\n/root');

    const untouched = await check('find-the-log-done');
    assert.deepEqual([untouched?.verdict, /found\.txt: /.test(untouched?.message ?? '')], ['failed', true]);
    await sh('cd /root && find /srv -name "*.log" > found.txt');
    assert.equal((await check('find-the-log-done'))?.verdict, 'passed');

    // The second step begins with a script of its own.
    assert.equal(sessions.view(lab.identity)?.currentStep, 'step-2');
    assert.equal((await check('step-2-done'))?.verdict, 'failed');
    for (let tries = 0; tries < 100 && !(await sh('grep -c late /srv/shop/events.log || true')).startsWith('1'); tries++) {
      await delay(100);
    }
    await sh('cd /root && grep -c WARN "$(cat found.txt)" > count.txt');
    assert.equal((await check('step-2-done'))?.verdict, 'passed');
    assert.equal(sessions.view(lab.identity)?.currentStep, 'look-around');
  });
});
