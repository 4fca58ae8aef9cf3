import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useSessions } from './rig';

describe('a lab from start to stop', function () {
  this.timeout(120_000);
  const box = useSessions();

  it('starts with folder, files, prepare and set-up, and stops', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions, journal } = rig.open();
    const states: string[] = [];
    sessions.onDidChange(() => states.push(sessions.state(lab.identity).kind));
    const view = await sessions.start(lab, rig.options());

    assert.equal(view.state.kind, 'ready');
    assert.equal(view.folder, path.join(rig.home.root, 'two-steps'));
    assert.equal(view.currentStep, 'greet');
    assert.deepEqual(view.ports.map(({ service, container }) => ({ service, container })), [{ service: 'lab', container: 8080 }]);
    assert.deepEqual([...new Set(states)], ['preparing', 'starting', 'ready']);
    assert.equal(await readFile(path.join(view.folder, 'greeting.txt'), 'utf8'), 'goodbye\n');
    assert.equal(await readFile(path.join(view.folder, 'prepared.txt'), 'utf8'), 'prepared by learner in /workspace\n');
    assert.equal(statSync(path.join(view.folder, 'src/tool.sh')).mode & 0o111, 0o111);
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /etc/message.txt'), 'a message for the service');
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /var/set-up.txt'), 'set up by root');
    assert.equal(await rig.sh(sessions, lab.identity, 'cat /var/remembered.txt'), `two-steps ${view.seed}`);
    assert.equal(await rig.sh(sessions, lab.identity, 'ls /run/ai-labs'), '', 'nothing of the lab is left to read');

    await sessions.stop(lab.identity);
    assert.equal(sessions.state(lab.identity).kind, 'stopped');
    assert.ok(existsSync(path.join(view.folder, 'prepared.txt')));
    assert.deepEqual(journal.entries.map((entry) => entry.kind), ['step-entered', 'started', 'stopped']);

    await sessions.remove(lab.identity);
    assert.deepEqual(await rig.leftovers(), []);
    assert.equal(sessions.state(lab.identity).kind, 'stopped');
  });

  it('goes on where it was after a stop: files, ports, what ran in the background', async () => {
    const { rig } = box;
    const lab = await rig.lab();
    const { sessions } = rig.open();
    const first = await sessions.start(lab, rig.options());
    await writeFile(path.join(first.folder, 'greeting.txt'), 'mine\n');
    await sessions.stop(lab.identity);
    const again = await sessions.start(lab, rig.options());
    assert.equal(again.state.kind, 'ready');
    assert.equal(again.seed, first.seed);
    assert.deepEqual(again.ports, first.ports);
    assert.equal(await readFile(path.join(first.folder, 'greeting.txt'), 'utf8'), 'mine\n');
    assert.equal(await readFile(path.join(first.folder, 'prepared.txt'), 'utf8'), 'prepared by learner in /workspace\n', 'prepared once');
    assert.equal(await rig.sh(sessions, lab.identity, 'wc -l < /var/set-up.txt'), '2', 'set up again');
  });
});
