import assert from 'node:assert/strict';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lab } from '../../../src/curriculum/lab';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { RunningLab } from '../../../src/engines/engine';
import { names } from '../../../src/engines/docker/labels';
import type { LabNotice } from '../../../src/session/notices';
import type { LabSessions } from '../../../src/session/sessions';
import { FaultProxy } from '../../fakes/faultProxy';
import { type SessionRig, useSessions } from './rig';

/** A service beside the terminal's, found by its name, which keeps something. */
const twoServices = (yaml: string): string =>
  yaml.replace('files:\n', '  side: {image: ai-labs/test-base, command: [sleep, infinity], volumes: ["data:/data"]}\nfiles:\n');

const mine = 'mine\n';

describe('a lab that somebody lays hands on with the commands of the engine', function () {
  this.timeout(120_000);
  const box = useSessions();

  interface Up {
    rig: SessionRig;
    lab: Lab;
    sessions: LabSessions;
    running: RunningLab;
    folder: string;
    told: LabNotice[];
  }

  /** A lab that runs, with something of the learner's in its folder, in a container and in a volume. */
  async function up(): Promise<Up> {
    const { rig } = box;
    const lab = await rig.lab(twoServices);
    const { sessions } = rig.open();
    const told: LabNotice[] = [];
    sessions.onNotice((notice) => told.push(notice));
    const { running, folder } = await sessions.start(lab, rig.options());
    assert.ok(running);
    await writeFile(path.join(folder, 'mine.txt'), mine);
    await rig.behind.sh(running, 'echo kept >/var/kept', { service: 'side' });
    await rig.behind.sh(running, 'echo kept >/data/kept', { service: 'side' });
    return { rig, lab, sessions, running, folder, told };
  }

  const idOf = ({ services }: RunningLab, name: string): string => services.find((service) => service.name === name)?.container ?? '';

  async function saysFailed({ sessions, lab }: Up, message: RegExp): Promise<void> {
    await sessions.resume();
    const state = sessions.state(lab.identity);
    assert.equal(state.kind, 'failed');
    assert.match(state.kind === 'failed' ? state.message : '', message);
    assert.match(state.kind === 'failed' ? state.message : '', /Start the lab again/);
  }

  /** One start, and all is as it was. */
  async function goesOn({ rig, lab, sessions, running, folder, told }: Up): Promise<void> {
    const again = await sessions.start(lab, rig.options());
    assert.deepEqual([again.state.kind, again.running?.session, again.ports], ['ready', running.session, [{ service: 'lab', container: 8080, host: again.ports[0]?.host }]]);
    await sessions.resume();
    assert.equal(sessions.state(lab.identity).kind, 'ready', 'and it stays so');
    assert.equal(await rig.sh(sessions, lab.identity, 'getent hosts side >/dev/null && echo reached'), 'reached');
    const now = sessions.view(lab.identity)?.running;
    assert.ok(now);
    assert.equal((await rig.behind.sh(now, 'cat /var/kept /data/kept', { service: 'side' })).stdout, 'kept\nkept\n');
    assert.equal(await readFile(path.join(folder, 'mine.txt'), 'utf8'), mine);
    const { results } = await sessions.check(lab.identity, { check: 'greeting' });
    assert.deepEqual(results.map(({ verdict }) => verdict), ['failed']);
    assert.deepEqual(told, [], 'nothing was lost');
  }

  it('is said to be paused, and goes on', async () => {
    const at = await up();
    await at.rig.behind.docker.getContainer(idOf(at.running, 'lab')).pause();
    await saysFailed(at, /^lab is paused\./);
    const { results } = await at.sessions.check(at.lab.identity, { check: 'greeting' });
    assert.deepEqual(results.map(({ verdict }) => verdict), ['errored']);
    assert.match(results[0]?.message ?? '', /this isn't you: .*not running\. Start the lab again\./);
    await goesOn(at);
  });

  it('gets its network back that was pruned while it was stopped', async () => {
    const at = await up();
    await at.sessions.stop(at.lab.identity);
    await at.rig.behind.docker.getNetwork(names.network(at.running.session)).remove();
    await at.sessions.resume();
    await goesOn(at);
  });

  it('gets its network back that was taken from it while it ran', async () => {
    const at = await up();
    const network = at.rig.behind.docker.getNetwork(names.network(at.running.session));
    for (const { container } of at.running.services) {
      await network.disconnect({ Container: container, Force: true });
    }
    await network.remove();
    await saysFailed(at, /is missing/);
    await goesOn(at);
  });

  it('gets its place in the network back', async () => {
    const at = await up();
    await at.rig.behind.docker.getNetwork(names.network(at.running.session)).disconnect({ Container: idOf(at.running, 'side'), Force: true });
    await saysFailed(at, /is missing/);
    await goesOn(at);
  });

  it('gets its mark back that `docker volume prune` took while it ran', async () => {
    const at = await up();
    await at.rig.behind.docker.getVolume(names.marker(at.running.session)).remove();
    await saysFailed(at, /is missing/);
    await goesOn(at);
  });

  it('gets its mark back that `docker volume prune` took while it was stopped', async () => {
    const at = await up();
    await at.sessions.stop(at.lab.identity);
    await at.rig.behind.docker.getVolume(names.marker(at.running.session)).remove();
    await at.sessions.resume();
    await goesOn(at);
  });

  it('is made anew where a container is gone, which is told', async () => {
    const at = await up();
    await at.sessions.stop(at.lab.identity);
    await at.rig.behind.docker.getContainer(idOf(at.running, 'side')).remove();
    await at.sessions.resume();
    const again = await at.sessions.start(at.lab, at.rig.options());
    assert.equal(again.state.kind, 'ready');
    assert.notEqual(again.running?.session, at.running.session);
    assert.equal(await readFile(path.join(at.folder, 'mine.txt'), 'utf8'), mine);
    assert.deepEqual(at.told.map(({ lab }) => lab), [at.lab.identity]);
    assert.match(at.told[0]?.message ?? '', /made anew/);
  });

  it('keeps its containers where the engine refuses something once', async () => {
    const at = await up();
    await at.sessions.stop(at.lab.identity);
    const proxy = new FaultProxy(path.join(at.rig.folder, 'engine.sock'));
    await proxy.start();
    try {
      const { sessions } = at.rig.open(createDockerEngine({ host: `unix://${proxy.path}` }));
      await sessions.resume();
      proxy.arm({ call: 'POST /containers/*/start', nth: 1 }, '409');
      const again = await sessions.start(at.lab, at.rig.options());
      assert.deepEqual([proxy.struck, again.running?.session], [true, at.running.session]);
    } finally {
      proxy.close();
    }
    await goesOn(at);
  });

  it('is stopped and removed although no journal takes a note of it', async () => {
    const at = await up();
    const { home, engine } = at.rig;
    await rename(home.journal, `${home.journal}.before`);
    await mkdir(home.journal);
    await at.sessions.stop(at.lab.identity);
    assert.equal(at.sessions.state(at.lab.identity).kind, 'stopped');
    assert.deepEqual((await engine.findLabs(home.id)).map(({ state }) => state), ['stopped']);
    await at.sessions.remove(at.lab.identity);
    assert.deepEqual(await engine.findLabs(home.id), []);
    await rm(home.journal, { recursive: true });
    await rename(`${home.journal}.before`, home.journal);
    const again = await at.sessions.start(at.lab, at.rig.options());
    assert.equal(again.state.kind, 'ready');
    assert.equal(await readFile(path.join(at.folder, 'mine.txt'), 'utf8'), mine);
  });
});
