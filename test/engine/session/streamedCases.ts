import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lab } from '../../../src/curriculum/lab';
import { createDockerEngine } from '../../../src/engines/docker/engine';
import type { LabSessions } from '../../../src/session/sessions';
import type { LabNotice } from '../../../src/session/notices';
import { useSessions } from './rig';

/** Run by `streamed.test.ts`, where the engine sees none of these folders. */
describe('a lab on an engine that does not see its folder', () => {
  const box = useSessions();
  let sessions: LabSessions;
  let lab: Lab;
  let folder: string;
  let notices: LabNotice[];

  beforeEach(async () => {
    lab = await box.rig.lab();
    ({ sessions } = box.rig.open());
    notices = [];
    sessions.onNotice((notice) => notices.push(notice));
    ({ folder } = await sessions.start(lab, box.rig.options()));
  });

  const here = (name: string): string => path.join(folder, name);
  const text = (name: string): Promise<string> => readFile(here(name), 'utf8');
  async function there(line: string, user = 'learner'): Promise<string> {
    const running = sessions.view(lab.identity)?.running;
    assert.ok(running, 'the lab runs');
    const { stdout, stderr } = await box.rig.behind.sh(running, line, { user, workingDir: '/workspace' });
    assert.equal(stderr, '');
    return stdout.trim();
  }
  /** Waits until something holds; the tests have a limit of their own. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  /** Brings both sides together as a terminal or a check would. */
  async function settle(): Promise<void> {
    const shell = await sessions.openShell(lab.identity, { columns: 80, rows: 24 });
    shell.write('exit\n');
    await shell.exited;
  }

  it('works: files are there from the first moment, and what the lab wrote comes out', async () => {
    assert.equal(await there('cat src/tool.sh | head -1; stat -c %U:%a . src/tool.sh'), `${(await text('src/tool.sh')).split('\n')[0]}\nlearner:755\nlearner:755`);
    assert.equal(await text('prepared.txt'), 'prepared by learner in /workspace\n');
    assert.equal((await stat(here('prepared.txt'))).uid, (await stat(folder)).uid);
    await writeFile(here('greeting.txt'), 'hello\n');
    const { results } = await sessions.check(lab.identity, {});
    assert.equal(results.find(({ checkId }) => checkId === 'greeting')?.verdict, 'passed');
    assert.equal(sessions.view(lab.identity)?.currentStep, 'serve');
  });

  it('gets what is saved by itself, and gives back what a quiet terminal left', async () => {
    await writeFile(here('saved.txt'), 'saved\n');
    await until(async () => (await there('cat saved.txt 2>/dev/null || true')) === 'saved');
    const shell = await sessions.openShell(lab.identity, { columns: 80, rows: 24 });
    shell.write('mkdir -p made && echo typed > made/file.txt && chmod 750 made/file.txt && ln -s file.txt made/link\n');
    await until(() => Promise.resolve(existsSync(here('made/link'))));
    assert.equal(await text('made/file.txt'), 'typed\n');
    assert.equal((await stat(here('made/file.txt'))).mode & 0o777, 0o750);
    assert.equal(await readlink(here('made/link')), 'file.txt');
    shell.write('rm -r made; exit\n');
    await shell.exited;
    assert.ok(!existsSync(here('made')), 'the end of a terminal brings what it left');
  });

  it('keeps both of two versions, and says so once', async () => {
    await settle();
    sessions.dispose();
    await writeFile(here('greeting.txt'), 'mine\n');
    const other = box.rig.open();
    await other.sessions.resume();
    ({ sessions } = other);
    sessions.onNotice((notice) => notices.push(notice));
    await there('echo theirs > greeting.txt');
    await settle();
    await settle();
    const beside = (await readdir(folder)).find((name) => name.startsWith('greeting.txt.from-lab-'));
    assert.ok(beside);
    assert.deepEqual([await text('greeting.txt'), await text(beside)], ['mine\n', 'theirs\n']);
    assert.deepEqual([await there('cat greeting.txt'), await there(`cat ${beside}`)], ['mine', 'theirs']);
    assert.deepEqual(notices.map(({ notice }) => [notice?.kind, notice?.to]), [['kept-both', beside]]);
  });

  it('removes only what both sides had', async () => {
    await settle();
    await rm(here('src'), { recursive: true });
    await there('rm greeting.txt && echo new > src/new.txt');
    await settle();
    assert.ok(!existsSync(here('greeting.txt')));
    assert.deepEqual(await readdir(here('src')), ['new.txt']);
    assert.equal(await there('ls src'), 'new.txt');
    await rename(folder, `${folder}-away`);
    await there('echo more > more.txt');
    await settle();
    await assert.rejects(sessions.check(lab.identity, {}), { code: 'folder-missing' });
    await rename(`${folder}-away`, folder);
    assert.equal(await there('ls src'), 'new.txt', 'a folder that is gone is not an empty one');
    await settle();
    assert.equal(await text('more.txt'), 'more\n');
  });

  it('follows no link out of the folder, whichever side made it', async () => {
    const outside = path.join(box.rig.folder, 'outside');
    await mkdir(outside);
    await writeFile(path.join(outside, 'secret'), 'secret');
    await symlink(outside, here('out'));
    await there(`ln -s '${outside}' back; mkdir -p into/deep; echo x > into/deep/file`);
    await settle();
    assert.equal(await there('readlink out'), outside);
    assert.equal(await readlink(here('back')), outside);
    await there("rm -r into/deep && rmdir into && ln -s /etc into");
    await there(`rm out && mkdir out && echo planted > out/secret`);
    await settle();
    assert.equal(await readFile(path.join(outside, 'secret'), 'utf8'), 'secret');
    assert.ok((await lstat(here('into'))).isSymbolicLink());
    assert.equal(await text('out/secret'), 'planted\n');
  });

  it('takes odd names, empty files, folders and modes as they are', async () => {
    const names = ['with space', "quo'te", 'back\\slash', '-dash', '$dollar`tick', 'ümläut', '*star', 'a\tb'];
    for (const name of names) {
      await writeFile(here(name), name);
    }
    await writeFile(here('empty'), '');
    await mkdir(here('hollow/inner'), { recursive: true });
    await chmod(here('empty'), 0o700);
    await settle();
    assert.deepEqual((await there('ls -1 --quoting-style=literal | LC_ALL=C sort')).split('\n').filter((name) => names.includes(name)).sort(), [...names].sort());
    assert.equal(await there('stat -c "%a %s" empty; ls hollow; cat -- -dash "back\\slash"'), '700 0\ninner\n-dashback\\slash');
    await there('for f in *; do [ -f "$f" ] && cp -- "$f" "copy of $f"; done; true');
    await settle();
    for (const name of names) {
      assert.equal(await text(`copy of ${name}`), name);
    }
  });

  it('leaves what is too big where it is, and never takes it for gone', async () => {
    await writeFile(here('data'), 'small');
    await settle();
    await truncate(here('data'), 40 * 1024 * 1024);
    await there('truncate -s 40M huge');
    await settle();
    await settle();
    assert.equal(await there('cat data'), 'small');
    assert.ok(!existsSync(here('huge')));
    assert.deepEqual(notices.map(({ notice }) => `${notice?.kind} ${notice?.path}`).sort(), ['too-big data', 'too-big huge']);
  });

  it("gives the learner what the container's root left", async () => {
    await there('mkdir -m 700 left && echo secret > left/file && chmod 600 left/file', 'root');
    await settle();
    assert.equal(await text('left/file'), 'secret\n');
    assert.equal(await there('stat -c %U left/file'), 'learner');
  });

  it('brings everything home before it stops, starts again with what was changed meanwhile, and is removed only then', async () => {
    await there('echo last > last.txt');
    await sessions.stop(lab.identity);
    assert.equal(await text('last.txt'), 'last\n');
    await writeFile(here('offline.txt'), 'offline\n');
    await rm(here('last.txt'));
    await sessions.start(lab, box.rig.options());
    assert.equal(await there('cat offline.txt; ls last.txt 2>/dev/null || echo gone'), 'offline\ngone');
    await there('echo dead > dead.txt');
    const container = sessions.view(lab.identity)?.running?.services[0]?.container ?? '';
    await box.rig.behind.docker.getContainer(container).kill();
    await sessions.remove(lab.identity);
    assert.equal(await text('dead.txt'), 'dead\n', 'from a container that was killed');
    assert.deepEqual(await box.rig.leftovers(), []);
    await sessions.start(lab, box.rig.options());
    assert.equal(await there('cat dead.txt'), 'dead');
  });

  it('is found by another process, and begins again at a reset with a copy put aside', async () => {
    const other = box.rig.open(createDockerEngine());
    await other.sessions.resume();
    await there('echo mine > notes.txt');
    await other.sessions.reset(lab, box.rig.options());
    sessions = other.sessions;
    assert.ok(!existsSync(here('notes.txt')));
    assert.equal(await there('cat greeting.txt; ls notes.txt 2>/dev/null || true'), 'goodbye');
    const copies = path.join(box.rig.home.backups, 'two-steps@test');
    assert.equal(await readFile(path.join(copies, (await readdir(copies))[0] ?? '', 'notes.txt'), 'utf8'), 'mine\n');
  });
});
