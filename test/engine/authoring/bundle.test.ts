import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoadedBundle } from '../../../src/authoring/bundle/loadBundle';
import { loadBundle } from '../../../src/authoring/bundle/loadBundle';
import { type MadeBundle, makeBundle } from '../../../src/authoring/bundle/makeBundle';
import { splitReference } from '../../../src/engines/docker/images/pull';
import { packTar, readTar } from '../../../src/engines/docker/api/tar';
import { readLab } from '../../../src/curriculum/parseLab';
import type { Lab } from '../../../src/curriculum/lab';
import { Home } from '../../../src/session/home';
import { useEngine } from '../harness';
import { aiLabs } from './templateProof';

const fixtures = path.resolve(__dirname, '../../fixtures/images');
const cli = path.resolve(__dirname, '../../../dist/cli.js');

describe('ai-labs bundle', function () {
  this.timeout(300_000);
  const rig = useEngine();
  const id = `carried-${randomBytes(4).toString('hex')}`;
  const pulled = `ai-labs-test/${id}:1`;
  const own = `ai-labs/lab-${id}`;
  let folder = '';
  let school = '';
  let lab: Lab;

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-bundle-')));
    school = path.join(folder, 'school');
    const labs = path.join(school, 'labs');
    await cp(path.join(fixtures, 'test-base'), path.join(labs, 'images', 'test-base'), { recursive: true });
    const place = path.join(labs, id);
    const files = {
      'lab.yaml': [
        'version: 1', `id: ${id}`, 'title: Carried along', 'summary: A lab that travels.', 'action: containers', 'difficulty: beginner', 'minutes: 5',
        'services:', '  lab: {build: environment, user: learner, mem_limit: 128m}', `  other: {image: '${pulled}', command: [sleep, infinity], mem_limit: 64m}`,
        'steps:', '  - {id: one, title: One, guide: guide/one.md, checks: [{id: there, title: There, script: "grep -q along /carried"}]}',
      ].join('\n'),
      'guide/one.md': '# One\n\nNothing to do.\n',
      'environment/Dockerfile': `FROM ai-labs/test-base\nCOPY run.sh empty /usr/local/bin/\nRUN echo along ${id} >/carried\n`,
      'environment/run.sh': '#!/bin/sh\n',
      'environment/empty': '',
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(place, name)), { recursive: true });
      await writeFile(path.join(place, name), content);
    }
    await writeFile(path.join(labs, 'catalog.yaml'), `version: 1\nid: school-${id}\ntitle: A school\n`);
    await writeFile(path.join(labs, 'career-path.yaml'), '# read where it is used\n');
    const reading = readLab({ file: path.join(place, 'lab.yaml'), catalog: `school-${id}`, images: path.join(labs, 'images') });
    assert.ok(reading.lab, JSON.stringify(reading.problems));
    ({ lab } = reading);
    const { image, tag } = splitReference(pulled);
    await rig.docker.getImage('debian:bookworm-slim').tag({ repo: image, tag });
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rig.behind.removeImages([own, splitReference(pulled).image]);
  });

  it('takes a lab and its images to where there is no network, and starting it there builds and pulls nothing', async () => {
    const made = await aiLabs(school, ['bundle', 'class.tar', `labs/${id}`, '--json']);
    assert.equal(made.code, 0, made.stderr);
    const bundle = JSON.parse(made.stdout) as MadeBundle;
    assert.deepEqual([bundle.labs, bundle.images, bundle.references.map((reference) => reference.replace(/:[0-9a-f]{12}$/, ':…'))], [1, 2, [`${own}:…`, pulled]]);
    assert.match(made.stderr, /1 lab: about \d+ MB\n/);
    assert.deepEqual((await readdir(school)).filter((name) => name.includes('class')), ['class.tar']);
    const again = await aiLabs(school, ['bundle', 'class.tar', `labs/${id}`]);
    assert.deepEqual([again.code, /class\.tar is there already/.test(again.stderr)], [2, true]);

    await rig.behind.removeImages([own, splitReference(pulled).image]);
    const away = path.join(folder, 'away');
    await mkdir(away);
    const file = path.join(school, 'class.tar');
    const first = await aiLabs(away, ['bundle', 'load', file, '--json']);
    assert.equal(first.code, 0, first.stderr);
    const loaded = JSON.parse(first.stdout) as LoadedBundle;
    assert.deepEqual(loaded.labs, [{ identity: `school-${id}/${id}`, id, title: 'Carried along' }]);
    assert.deepEqual(loaded.images.map(({ state }) => state), ['loaded', 'loaded']);
    assert.equal(await readFile(path.join(loaded.folder ?? '', `school-${id}`, 'career-path.yaml'), 'utf8'), '# read where it is used\n');

    // Whatever is built or pulled now would be told on the way.
    const started = await aiLabs(away, ['run', id]);
    assert.equal(started.code, 0, started.stderr);
    assert.doesNotMatch(started.stderr, /Building|Downloading/);
    const checked = await aiLabs(away, ['check', id]);
    assert.equal(checked.code, 0, checked.stdout + checked.stderr);
    const stopped = await aiLabs(away, ['stop', id, '--remove']);
    assert.equal(stopped.code, 0, stopped.stderr);
    assert.deepEqual(await rig.leftovers(new Home(path.join(away, 'home')).id), []);

    const second = await aiLabs(away, ['bundle', 'load', file]);
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, new RegExp(`${pulled}  was there\n  ${id}  Carried along\nThe labs were here already\\.\nBegin with \`ai-labs run ${id}\``));
    assert.deepEqual((await readdir(path.join(away, 'home', '.state', 'bundles'))).length, 1);
  });

  it('leaves nothing where it is cancelled in the middle, or the disk is full', async () => {
    const abort = new AbortController();
    const file = path.join(folder, 'half.tar');
    const onProgress = (message: string): void => {
      if (/^Writing images: [1-9]/.test(message)) {
        abort.abort();
      }
    };
    await assert.rejects(makeBundle({ file, labs: [lab], engine: rig.engine, onProgress, signal: abort.signal }), { name: 'CancelledError' });
    const full = spawnSync('sh', ['-c', 'ulimit -f 2048; exec "$0" "$@"', process.execPath, cli, 'bundle', file, `labs/${id}`], { cwd: school, encoding: 'utf8', env: { ...process.env, AI_LABS_HOME: path.join(folder, 'home') } });
    assert.deepEqual([full.status, /half\.tar cannot be written: the disk is full/.test(full.stderr)], [2, true], full.stderr);
    assert.deepEqual((await readdir(folder)).filter((name) => name.includes('half')), []);
  });

  it('refuses what is for other machines, holds images that nobody needs, or more than it tells', async () => {
    const file = path.join(folder, 'sound.tar');
    await makeBundle({ file, labs: [lab], engine: rig.engine, replace: true });
    const entries = readTar(await readFile(file));
    const home = new Home(path.join(folder, 'refusing'));
    const load = async (change: (manifest: { architecture: string; images: { reference: string }[] }) => void): Promise<unknown> => {
      const changed = entries.map((entry) => {
        if (entry.path !== 'manifest.json') {
          return entry;
        }
        const manifest = JSON.parse(Buffer.from(entry.content ?? []).toString()) as Parameters<typeof change>[0];
        change(manifest);
        return { ...entry, content: Buffer.from(JSON.stringify(manifest)) };
      });
      await writeFile(file, packTar(changed));
      return loadBundle({ file, engine: rig.engine, home, known: () => undefined });
    };
    await rig.behind.removeImages([own]);
    await assert.rejects(load((manifest) => (manifest.architecture = 's390x')), { code: 'bundle-architecture' });
    await assert.rejects(load(({ images }) => images.push({ ...images[0], reference: 'debian:bookworm-slim' })), { code: 'bundle-refused', message: /none of its labs starts from the image debian:bookworm-slim/ });
    await assert.rejects(load(({ images }) => images.splice(0, 1)), { code: 'bundle-refused', message: /in the place of the image ai-labs\/lab-carried/ });
    const [described] = await rig.engine.describeImages([`${own}:latest`]);
    assert.equal(described, undefined, 'nothing was loaded');
    assert.deepEqual(await readdir(path.join(home.state, 'bundles')), []);
  });
});
