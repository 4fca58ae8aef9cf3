import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { nullLog } from '../../../src/common/log';
import type { RunningLab } from '../../../src/engines/engine';
import { packTar } from '../../../src/engines/docker/api/tar';
import type { Belonging } from '../../../src/session/cleanup/belonging';
import { CleanUp } from '../../../src/session/cleanup/cleanUp';
import { Home } from '../../../src/session/home';
import { Locks } from '../../../src/session/locks/lock';
import { Records } from '../../../src/session/state/record';
import { makeRehearsalHome } from '../../../src/session/cleanup/rehearsalHome';
import type { LabSessions } from '../../../src/session/sessions';
import { type SessionRig, useSessions } from './rig';

const silent = (): void => undefined;

describe('cleaning up', function () {
  this.timeout(180_000);
  const box = useSessions();
  const unique = randomBytes(4).toString('hex');
  const images: string[] = [];

  afterEach(async () => {
    const { docker } = box.rig.behind;
    for (const name of images.splice(0)) {
      await docker.getImage(name).remove({ force: true }).catch(silent);
    }
  });

  function cleaner(rig: SessionRig, sessions: LabSessions): CleanUp {
    const { home, engine } = rig;
    return new CleanUp({
      home, sessions, log: nullLog, engine: () => Promise.resolve(engine),
      records: new Records(home.sessions, nullLog), locks: new Locks(home.locks),
    });
  }

  /** What a test may look at: other tests and people use the same engine. */
  async function listed(clean: CleanUp, fits: (each: Belonging) => boolean): Promise<Belonging[]> {
    const { belongings, trouble } = await clean.list();
    assert.equal(trouble, undefined);
    return belongings.filter(fits);
  }

  /** Builds an image of our own, or a stranger's on top of one of ours. */
  async function build(dockerfile: string, tag: string, labels?: Record<string, string>): Promise<void> {
    const { docker } = box.rig.behind;
    const archive = packTar([{ path: 'Dockerfile', type: 'file', mode: 0o644, content: Buffer.from(dockerfile) }]);
    const stream = await docker.buildImage(archive as unknown as NodeJS.ReadableStream, { t: tag, ...(labels ? { labels } : {}) });
    await new Promise((resolve, reject) => docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve(undefined))));
    images.push(tag);
  }

  /** A rehearsal that was killed with its lab up. */
  async function killedRehearsal(rig: SessionRig): Promise<{ folder: string; lab: RunningLab }> {
    await rig.home.make();
    const folder = await makeRehearsalHome(rig.home.state);
    const { pid } = spawnSync('true');
    const owner = JSON.parse(await readFile(path.join(folder, 'rehearsal.json'), 'utf8')) as object;
    await writeFile(path.join(folder, 'rehearsal.json'), JSON.stringify({ ...owner, pid }));
    return { folder, lab: await rig.behind.start({ home: new Home(folder).id }) };
  }

  it('takes a stopped lab away, and leaves the learner’s files and what belongs to others', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    const lab = await rig.lab();
    const { folder } = await sessions.start(lab, rig.options());
    const other = await rig.behind.start({});
    const clean = cleaner(rig, sessions);
    const ours = (each: Belonging): boolean => each.kind === 'lab' && (each.key.includes(rig.home.id) || each.key.includes(rig.behind.home));

    const up = await listed(clean, ours);
    assert.deepEqual(up.map(({ whose, offered, ticked }) => ({ whose, offered, ticked })).sort((a, b) => a.whose.localeCompare(b.whose)), [
      { whose: 'other', offered: false, ticked: false }, { whose: 'this', offered: false, ticked: false },
    ]);
    await sessions.stop(lab.identity);
    await rig.engine.stop(other);
    const [mine, theirs] = (await listed(clean, ours)).sort((a, b) => b.whose.localeCompare(a.whose));
    assert.ok(mine && theirs);
    assert.deepEqual([mine.title, mine.offered, mine.ticked], [lab.definition.title, true, false]);
    assert.deepEqual(mine.parts.map(({ kind }) => kind).sort(), ['container', 'network', 'volume']);
    assert.ok((mine.bytes ?? 0) > 0);
    assert.deepEqual([theirs.whose, theirs.offered, theirs.ticked], ['other', true, false]);
    assert.match(theirs.title, /of another home/);

    const report = await clean.remove([mine], silent);
    assert.deepEqual(report.removals.map(({ error }) => error), [undefined]);
    assert.deepEqual(await rig.leftovers(), []);
    assert.ok(existsSync(path.join(folder, 'greeting.txt')));
    assert.ok((await rig.behind.leftovers()).length > 0, 'the other home’s lab is there');
    assert.equal((await sessions.start(lab, rig.options())).state.kind, 'ready');
    await rig.engine.remove(other);
  });

  it('leaves a lab alone that was started after it was listed, and removes the rest', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    const lab = await rig.lab();
    await sessions.start(lab, rig.options());
    await sessions.stop(lab.identity);
    const unused = path.join(rig.home.labs, 'old@test', '0123456789abcdef');
    await mkdir(unused, { recursive: true });
    await mkdir(path.join(rig.home.steps, 'gone@test'), { recursive: true });
    const clean = cleaner(rig, sessions);
    const chosen = await listed(clean, (each) => each.offered && (each.kind === 'copy' || each.key.includes(rig.home.id) || each.key.includes(rig.home.steps)));
    assert.deepEqual(chosen.map(({ kind, ticked }) => [kind, ticked]), [['lab', false], ['copy', true], ['snapshot', true]]);
    await sessions.start(lab, rig.options());

    const { removals } = await clean.remove(chosen, silent);
    assert.deepEqual(removals.map(({ error }) => error?.message ?? 'gone'), [`${lab.definition.title} stays: it runs: stop it first`, 'gone', 'gone']);
    assert.equal(sessions.state(lab.identity).kind, 'ready');
    assert.ok(!existsSync(unused));
  });

  it('ticks what a killed rehearsal left, containers included, and nothing of one that goes on', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    const killed = await killedRehearsal(rig);
    const alive = await makeRehearsalHome(rig.home.state);
    const clean = cleaner(rig, sessions);
    const found = await listed(clean, ({ kind }) => kind === 'rehearsal');
    assert.deepEqual(found.map(({ key, ticked, offered }) => ({ key, ticked, offered })).sort((a, b) => Number(b.ticked) - Number(a.ticked)), [
      { key: `rehearsal ${killed.folder}`, ticked: true, offered: true },
      { key: `rehearsal ${alive}`, ticked: false, offered: false },
    ]);
    assert.ok(found.find(({ ticked }) => ticked)?.parts.some(({ kind }) => kind === 'container'));
    await clean.remove(found, silent);
    assert.deepEqual(await rig.behind.leftovers(killed.lab.home), []);
    assert.deepEqual([existsSync(killed.folder), existsSync(alive)], [false, true]);
  });

  it('tells old builds of our images from images that others built on them, and removes by our names alone', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    const { docker } = rig.behind;
    const name = `ai-labs/test-clean-${unique}`;
    const base = 'FROM ai-labs/test-base\n';
    await build(`${base}RUN echo 1 > /one`, `${name}:1`, { 'ai-labs.digest': `1${unique}` });
    await build(`${base}RUN echo 2 > /two`, `${name}:2`, { 'ai-labs.digest': `2${unique}` });
    await docker.getImage(`${name}:2`).tag({ repo: name, tag: 'latest' });
    await build(`FROM ${name}:1\nRUN echo mine > /mine`, `mine-${unique}`);
    // The stranger's image again, without its name: it inherits our label, and is still not ours.
    await build(`FROM ${name}:1\nRUN echo theirs > /theirs`, `lost-${unique}`);
    const lost = (await docker.getImage(`lost-${unique}`).inspect()).Id;
    await build(`FROM ${name}:1\nRUN echo newer > /newer`, `lost-${unique}`);
    images.push(lost);
    await docker.getImage(`${name}:1`).tag({ repo: `kept-${unique}`, tag: 'latest' });
    images.push(`kept-${unique}`, `${name}:latest`);

    const clean = cleaner(rig, sessions);
    const all = await listed(clean, ({ kind }) => kind === 'image');
    assert.ok(!all.some(({ key, title }) => key.includes(lost) || title.includes(`mine-${unique}`) || title.includes(`lost-${unique}`)));
    const own = all.filter(({ title }) => title.startsWith(name));
    assert.deepEqual(own.map(({ title, ticked, whose }) => [title, ticked, whose]).sort(), [[`${name}:1`, true, 'shared'], [`${name}:2`, false, 'shared']]);

    const { removals } = await clean.remove(own.filter(({ ticked }) => ticked), silent);
    assert.deepEqual(removals.map(({ error }) => error), [undefined]);
    await assert.rejects(docker.getImage(`${name}:1`).inspect(), { statusCode: 404 });
    for (const kept of [`kept-${unique}`, `mine-${unique}`, lost, `${name}:2`]) {
      await docker.getImage(kept).inspect();
    }
  });

  it('goes on after what cannot be removed, and says why', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    const name = `ai-labs/test-held-${unique}`;
    await build('FROM ai-labs/test-base\nRUN echo held > /held', `${name}:1`, { 'ai-labs.digest': `h${unique}` });
    await rig.home.make();
    const backup = path.join(rig.home.backups, 'lab@test', '2026-01-01');
    await mkdir(backup, { recursive: true });
    const clean = cleaner(rig, sessions);
    const chosen = await listed(clean, ({ kind, title }) => kind === 'backup' || title.startsWith(name));
    assert.deepEqual(chosen.map(({ kind, ticked }) => [kind, ticked]).sort(), [['backup', false], ['image', false]]);
    const engine = Object.assign(Object.create(rig.engine) as typeof rig.engine, {
      removeImage: async (item: Parameters<typeof rig.engine.removeImage>[0]) => {
        const stranger = await rig.behind.docker.createContainer({ Image: `${name}:1`, Cmd: ['true'] });
        try {
          await rig.engine.removeImage(item);
        } finally {
          await stranger.remove();
        }
      },
    });
    const { home } = rig;
    const careful = new CleanUp({ home, sessions, log: nullLog, engine: () => Promise.resolve(engine), records: new Records(home.sessions, nullLog), locks: new Locks(home.locks) });
    const { removals } = await careful.remove(chosen, silent);
    assert.deepEqual(removals.map(({ belonging, error }) => [belonging.kind, error && (error as { code?: string }).code]), [['image', 'item-in-use'], ['backup', undefined]]);
    assert.ok(!existsSync(backup));
  });

  it('still lists what is on disk where no engine answers', async () => {
    const { rig } = box;
    await rig.home.make();
    await mkdir(path.join(rig.home.labs, 'old@test', '0123456789abcdef'), { recursive: true });
    const { createDockerEngine } = await import('../../../src/engines/docker/engine');
    const engine = createDockerEngine({ host: 'unix:///nowhere/docker.sock' });
    const { sessions } = rig.open(engine);
    const { home } = rig;
    const clean = new CleanUp({ home, sessions, log: nullLog, engine: () => Promise.resolve(engine), records: new Records(home.sessions, nullLog), locks: new Locks(home.locks) });
    const { belongings, trouble } = await clean.list();
    assert.deepEqual([belongings.map(({ kind }) => kind), (trouble as { code?: string } | undefined)?.code], [['copy', 'folder'], 'engine-not-running']);
  });

  it('lists all of what it wrote down, and offers what no lab needs any more', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    await rig.home.make();
    await mkdir(rig.home.sync);
    const [needed, left, cached] = [path.join(rig.home.sync, 'streamed@test.json'), path.join(rig.home.sync, 'gone@test.json'), path.join(rig.home.cache, 'catalog.json')];
    for (const file of [needed, left, cached, rig.home.journal]) {
      await writeFile(file, '{}');
    }
    const record = { v: 1, identity: 'test/streamed', session: 'a'.repeat(12), folder: path.join(rig.folder, 'nothing'), streamed: true };
    const { home, engine } = rig;
    const records = Object.assign(new Records(home.sessions, nullLog), { all: () => Promise.resolve([{ copy: '', ...record }]) }) as unknown as Records;
    const clean = new CleanUp({ home, sessions, log: nullLog, engine: () => Promise.resolve(engine), records, locks: new Locks(home.locks) });
    const found = await listed(clean, ({ key }) => key.includes(rig.folder));
    assert.deepEqual(found.map(({ key, offered, ticked }) => [key, offered, ticked]), [
      [`notes ${left}`, true, true], [`notes ${needed}`, false, false], [`notes ${home.cache}`, true, false], [`folder ${home.state}`, false, false],
    ]);
    assert.ok(found.at(-1)?.parts.some(({ name }) => name === home.journal));
    const { removals } = await clean.remove(found, silent);
    assert.deepEqual(removals.map(({ error }) => error !== undefined), [false, true, false, true]);
    assert.deepEqual([needed, left, cached, rig.home.journal].map((file) => existsSync(file)), [true, false, false, true]);
  });

  it('offers what a build has come to that was cancelled or failed', async () => {
    const { rig } = box;
    const { sessions } = rig.open();
    const context = path.join(rig.folder, 'context');
    await mkdir(context);
    const dockerfile = (last: string): string => `FROM ai-labs/test-base\nRUN echo ${unique} >/one && date +%N >/stamp\nRUN ${last}\n`;
    await writeFile(path.join(context, 'Dockerfile'), dockerfile('test -e /go || sleep 60'));
    const name = `ai-labs/test-broken-${unique}`;
    const source = { kind: 'build' as const, name, context, dockerfile: 'Dockerfile', args: {}, images: path.resolve(__dirname, '../../fixtures/images') };
    const clean = cleaner(rig, sessions);
    const before = (await listed(clean, ({ kind }) => kind === 'image')).map(({ title }) => title);
    const abort = new AbortController();
    const building = rig.engine.prepareImages([source], ({ message }) => message.includes('step 3') && abort.abort(), abort.signal);
    await assert.rejects(building, { name: 'CancelledError' });
    const unfinished = ({ title }: Belonging): boolean => title.startsWith('ai-labs/unfinished:') && !before.includes(title);
    // The engine takes a moment to end the step that was under way, and may even begin it only now.
    const removed = async (): Promise<boolean> => {
      const begun = await listed(clean, unfinished);
      assert.deepEqual(begun.map(({ ticked, offered }) => ticked === offered), [true]);
      const { removals } = await clean.remove(begun, silent);
      assert.ok(removals.every(({ error }) => error === undefined || /a container is made from it/.test(error.message)), String(removals[0]?.error));
      return removals.every(({ error }) => error === undefined);
    };
    while (!(await removed())) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.deepEqual(await listed(clean, unfinished), []);

    await writeFile(path.join(context, 'Dockerfile'), dockerfile('exit 3'));
    const failing = { ...source, name: `${name}-2` };
    await assert.rejects(rig.engine.prepareImages([failing], silent), { code: 'image-build-failed' });
    const failed = await listed(clean, unfinished);
    assert.equal(failed.length, 1);
    await clean.remove(failed, silent);
  });
});
