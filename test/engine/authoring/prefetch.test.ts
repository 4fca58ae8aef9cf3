import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PrefetchedImage } from '../../../src/authoring/prefetch';
import { aiLabs } from './templateProof';

describe('ai-labs prefetch', function () {
  this.timeout(120_000);
  let folder = '';

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ai-labs-prefetch-')));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('makes each image once, and goes on where one cannot be made', async () => {
    for (const id of ['sound', 'broken', 'other']) {
      assert.equal((await aiLabs(folder, ['new', id])).code, 0);
    }
    const broken = path.join(folder, 'labs', 'broken');
    await mkdir(path.join(broken, 'environment'));
    await writeFile(path.join(broken, 'environment', 'Dockerfile'), 'FROM ai-labs/slim\nRUN echo it is broken && exit 3\n');
    const file = path.join(broken, 'lab.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/image: ai-labs\/slim.*/, 'build: environment'));

    const mixed = await aiLabs(folder, ['prefetch', 'labs/broken', 'labs/sound', 'labs/other', '--json']);
    assert.equal(mixed.code, 1, mixed.stderr);
    // Identities begin with the catalog's name, which is the folder's.
    const images = JSON.parse(mixed.stdout) as PrefetchedImage[];
    const [own, slim, ...more] = images.map((image) => ({ ...image, labs: image.labs.map((lab) => lab.split('/').pop()) }));
    assert.deepEqual([own?.name, own?.state, own?.labs], ['ai-labs/lab-broken', 'failed', ['broken']]);
    assert.ok((own?.problem?.length ?? 0) > 20);
    assert.deepEqual([slim?.name, slim?.state, slim?.labs, more], ['ai-labs/slim', 'there', ['sound', 'other'], []]);

    const sound = await aiLabs(folder, ['prefetch', 'labs/sound']);
    assert.deepEqual([sound.code, sound.stdout], [0, '✓ ai-labs/slim  was there\n1 lab: 1 of 1 images are there\n']);
  });

  it('says which stages there are', async () => {
    const { code, stderr } = await aiLabs(folder, ['prefetch', '--stage', 'foundation']);
    assert.equal(code, 2);
    assert.match(stderr, /no stage "foundation".*foundations, production/);
  });
});
