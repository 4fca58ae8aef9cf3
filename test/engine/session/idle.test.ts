import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Activity } from '../../../src/session/idle/activity';
import { useSessions } from './rig';

const hour = 3_600_000;

describe('a lab that nobody uses', function () {
  this.timeout(180_000);
  const box = useSessions();

  it('is stopped by either window, once it is idle and nobody is at work on it; its files stay', async () => {
    const { rig } = box;
    const lab = await rig.lab((yaml) => yaml.replace('script: test -e second.txt', 'script: sleep 3'));
    const [one, other] = [rig.open().sessions, rig.open().sessions];
    const { folder } = await one.start(lab, rig.options());
    await other.resume();
    assert.equal(await other.stopIdle(lab.identity, hour), 'used');

    // Long unused by the clock of its file; but a check is going on in the one window or the other.
    const begun = new Promise<void>((resolve) => {
      const listening = one.onDidChange(() => {
        if (one.state(lab.identity).kind === 'checking') {
          listening.dispose();
          resolve();
        }
      });
    });
    const checked = one.check(lab.identity, { step: 'greet' });
    await begun;
    assert.deepEqual([await one.stopIdle(lab.identity, 0), await other.stopIdle(lab.identity, 0)], ['busy', 'busy']);
    const { results } = await checked;
    assert.equal(results.length, 2, 'the check came to its end');

    // The check was a use of the lab, for both windows.
    assert.equal(await other.stopIdle(lab.identity, hour), 'used');
    await new Activity(rig.home.activity, () => Date.now() - 2 * hour).keep(lab.identity);
    assert.deepEqual([await other.stopIdle(lab.identity, hour), other.state(lab.identity).kind], ['stopped', 'stopped']);
    assert.ok(existsSync(path.join(folder, 'greeting.txt')));
    assert.deepEqual(await readdir(rig.home.activity), []);
    assert.notEqual(await one.stopIdle(lab.identity, hour), 'stopped');

    assert.equal((await one.start(lab, rig.options())).state.kind, 'ready');
    assert.equal(await one.stopIdle(lab.identity, hour), 'used');
  });

  it('is known to run to a window that finds it, and unknown once it was stopped or removed', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    await sessions.start(lab, rig.options());
    await new Activity(rig.home.activity).forget(lab.identity);
    const later = rig.open().sessions;
    await later.resume();
    assert.equal((await new Activity(rig.home.activity).all()).length, 1);
    await later.stop(lab.identity);
    assert.deepEqual(await new Activity(rig.home.activity).all(), []);
  });
});
