import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { BundleFile } from '../../../src/authoring/bundle/bundleFile';
import { BundleWriter } from '../../../src/authoring/bundle/bundleWriter';
import { type Manifest, newManifest } from '../../../src/authoring/bundle/manifest';
import { plainReference } from '../../../src/authoring/bundle/references';
import { readHeader, tarHeader } from '../../../src/authoring/bundle/tarHeader';
import { unpack } from '../../../src/authoring/bundle/unpack';
import { packTar, readTar, type TarEntry } from '../../../src/engines/docker/api/tar';

const sha = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const file = (name: string, content: string | Buffer): TarEntry => ({ path: name, type: 'file', mode: 0o644, content: Buffer.from(content) });
const digest = 'a'.repeat(64);
const labYaml = 'catalogs/school/hello/lab.yaml';

/** A sound bundle's manifest, listing just those files. */
function manifestOf(entries: readonly TarEntry[], more: Partial<Manifest> = {}): Manifest {
  const parts = entries.map(({ path: name, content = Buffer.alloc(0) }) => ({ path: name, size: content.length, sha256: sha(Buffer.from(content)) }));
  return newManifest({ created: '', architecture: 'amd64', labs: [{ catalog: 'school', id: 'hello', path: 'hello', digest: sha('') }], images: [], parts, ...more });
}

function archive(entries: readonly TarEntry[], manifest: object): Buffer {
  return packTar([...entries, file('manifest.json', JSON.stringify(manifest))]);
}

/** An archive of an image `name` as engines write it. */
function images(name: string, more: TarEntry[] = []): Buffer {
  const list = [{ Config: `${digest}.json`, RepoTags: [name], Layers: [`${digest}/layer.tar`] }];
  return packTar([file(`${digest}.json`, '{}'), file(`${digest}/layer.tar`, 'layer'), file('manifest.json', JSON.stringify(list)), ...more]);
}

describe('A class bundle', () => {
  let folder = '';
  const sound = [file(labYaml, 'version: 1'), file('catalogs/school/hello/empty', '')];
  const write = async (bytes: Buffer): Promise<string> => {
    const place = path.join(folder, 'bundle.tar');
    await writeFile(place, bytes);
    return place;
  };
  const open = async (bytes: Buffer): Promise<BundleFile> => BundleFile.open(await write(bytes));
  const refused = (bytes: Buffer, message: RegExp): Promise<void> => assert.rejects(open(bytes), { code: 'bundle-refused', message });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-bundle-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('that is sound is unpacked as it was', async () => {
    const bundle = await open(archive(sound, manifestOf(sound)));
    await unpack(bundle, folder, () => undefined);
    assert.equal(await readFile(path.join(folder, 'school/hello/lab.yaml'), 'utf8'), 'version: 1');
    assert.deepEqual((await readdir(path.join(folder, 'school/hello'))).sort(), ['empty', 'lab.yaml']);
    await bundle.close();
  });

  it('says no to whatever is not in its list, or twice', async () => {
    await refused(archive([...sound, file('catalogs/school/more', 'x')], manifestOf(sound)), /"catalogs\/school\/more" is in it and not in its list/);
    await refused(archive([...sound, file(labYaml.toUpperCase(), 'x')], manifestOf(sound)), /is in it twice/);
    await refused(archive(sound.slice(0, 1), manifestOf(sound)), /empty is not in it as its list says/);
    const longer = manifestOf(sound);
    (longer.parts[0] ?? { size: 0 }).size += 1;
    await refused(archive(sound, longer), /lab\.yaml is not in it as its list says/);
    await refused(archive(sound.slice(1), manifestOf(sound.slice(1))), /the lab hello is not in it/);
  });

  it('says no to names that lead elsewhere, or that some systems do not have', async () => {
    for (const name of ['../x', 'catalogs/../../x', 'catalogs/school/../../x', '/etc/x', 'catalogs/school/./x', 'catalogs/school/a\\b', 'catalogs/school/C:x', 'catalogs/school/nul.txt', 'catalogs/school/x.', 'catalogs/x', 'other/school/x']) {
      const entries = [...sound, file(name, 'x')];
      await refused(archive(entries, manifestOf(entries)), /is no name for a file on every system|is not a file of a catalog/);
    }
  });

  it('says no to links and other kinds of entries', async () => {
    const link: TarEntry = { path: 'catalogs/school/hello/link', type: 'link', mode: 0o777, target: '/etc/passwd' };
    const entries = [...sound, link];
    await refused(archive(entries, manifestOf(entries)), /link is not in it as its list says/);
    await refused(archive([...sound, { path: 'catalogs/school', type: 'directory', mode: 0o755 }], manifestOf(sound)), /is in it and not in its list/);
    await refused(archive([...sound, file(`catalogs/school/${'deep/'.repeat(30)}x`, '')], manifestOf(sound)), /is of a kind that is not read/);
  });

  it('says no to one that is damaged, cut off or continued', async () => {
    const whole = archive(sound, manifestOf(sound));
    await refused(whole.subarray(0, whole.length - 1024), /it is not whole/);
    await refused(Buffer.from('not a bundle'.repeat(100)), /it is damaged, or no bundle at all/);
    await refused(Buffer.alloc(2048), /it has no manifest\.json/);
    await refused(Buffer.concat([whole, Buffer.from('PK')]), /something follows its end/);
    const other = Buffer.from(whole);
    other.write('version: 2', 512);
    const bundle = await open(other);
    await assert.rejects(unpack(bundle, folder, () => undefined), { code: 'bundle-refused', message: /lab\.yaml is not what it was/ });
    await bundle.close();
    await assert.rejects(open(archive(sound, { ...manifestOf(sound), version: 2 })), { code: 'bundle-newer' });
    await refused(archive(sound, { ...manifestOf(sound), more: 1 }), /its manifest\.json says at its beginning/);
  });

  it('says no to files that cannot lie beside each other', async () => {
    const entries = [...sound, file(`${labYaml}/x`, 'x')];
    const bundle = await open(archive(entries, manifestOf(entries)));
    await assert.rejects(unpack(bundle, folder, () => undefined), { code: 'bundle-refused', message: /cannot be a file beside the others/ });
    await bundle.close();
  });

  describe('with images', () => {
    const looked = async (bytes: Buffer): Promise<void> => {
      const entries = [...sound, file('images.tar', bytes)];
      const bundle = await open(archive(entries, manifestOf(entries, { images: [{ reference: 'school/base:1', id: 'x', bytes: 1 }] })));
      try {
        await bundle.refuseOtherImages();
      } finally {
        await bundle.close();
      }
    };
    const refuses = (bytes: Buffer, message: RegExp): Promise<void> => assert.rejects(looked(bytes), { code: 'bundle-refused', message });
    const json = (name: string, value: unknown): TarEntry => file(name, JSON.stringify(value));

    it('takes those it tells of', async () => {
      await looked(images('school/base:1'));
      await looked(images('docker.io/school/base:1', [json('repositories', { 'school/base': { 1: digest } })]));
      const shared: TarEntry = { path: `${'b'.repeat(64)}/layer.tar`, type: 'link', mode: 0o777, target: `../${digest}/layer.tar` };
      await looked(images('school/base:1', [shared]));
    });

    it('says no to another name in any of the lists that engines read', async () => {
      const named = (annotations: Record<string, string>): TarEntry => json('index.json', { manifests: [{ annotations }] });
      await refuses(images('debian:bookworm-slim'), /in the place of the image debian:bookworm-slim/);
      await refuses(images('school/base:1', [json('repositories', { debian: { latest: digest } })]), /debian:latest/);
      await refuses(images('school/base:1', [named({ 'io.containerd.image.name': 'docker.io/library/debian:12' })]), /debian:12/);
      await refuses(images('school/base:1', [named({ 'org.opencontainers.image.ref.name': 'debian:12' })]), /debian:12/);
      await refuses(images('school/base:1', [named({ 'io.containerd.image.name': 'school/base:1', 'org.opencontainers.image.ref.name': 'debian:12' })]), /debian:12/);
    });

    it('says no to what no engine writes', async () => {
      for (const name of ['../x', 'x', `${digest}/../manifest.json`, './manifest.json', `${digest}/x`]) {
        await refuses(images('school/base:1', [file(name, '[]')]), /which no engine writes/);
      }
      await refuses(images('school/base:1', [{ path: `${'b'.repeat(64)}/layer.tar`, type: 'link', mode: 0o777, target: '/etc/shadow' }]), /which no engine writes/);
      await refuses(packTar([json('manifest.json', [{ Config: `${digest}.json`, RepoTags: ['school/base:1'] }])]), /an image of it is not whole/);
      await refuses(packTar([file(`${digest}.json`, '{}'), json('manifest.json', [{ Config: `${digest}.json`, RepoTags: null }])]), /there is an image without a name/);
      await refuses(packTar([]), /its images have no list/);
    });
  });

  it('is written whole or not at all', async () => {
    const place = path.join(folder, 'made.tar');
    const writer = await BundleWriter.open(place);
    await writer.add('one', Readable.from([Buffer.from('on'), Buffer.from('e')]));
    assert.deepEqual((await readdir(folder)).map((name) => /^\.made\.tar\.\w+\.partial$/.test(name)), [true]);
    await writer.keep();
    await writer.drop();
    assert.deepEqual(await readdir(folder), ['made.tar']);
    assert.deepEqual(readTar(await readFile(place)).map(({ path: name, content }) => [name, Buffer.from(content ?? []).toString()]), [['one', 'one']]);

    const other = await BundleWriter.open(path.join(folder, 'other.tar'));
    await assert.rejects(other.add('one', Readable.from([Buffer.from('one')]), { signal: AbortSignal.abort() }), { name: 'CancelledError' });
    await other.drop();
    assert.deepEqual(await readdir(folder), ['made.tar']);
    await assert.rejects(BundleWriter.open(path.join(folder, 'none', 'x.tar')), { code: 'bundle-unwritable' });
    await mkdir(path.join(folder, 'none'));
  });

  it('has entries of any size and long names', () => {
    for (const size of [0, 511, 8 ** 11 - 1, 8 ** 11, 2 ** 40]) {
      assert.equal(readHeader(tarHeader('x', size, 0o644)).size, size);
    }
    const name = `catalogs/${'a'.repeat(80)}/${'b'.repeat(90)}`;
    assert.equal(readHeader(tarHeader(name, 1, 0o755)).name, name);
    assert.throws(() => tarHeader('a'.repeat(101), 1, 0o644));
  });

  it('knows an image by whatever an engine calls it', () => {
    const names = { 'debian': 'debian:latest', 'docker.io/library/debian:12': 'debian:12', 'localhost/ai-labs/x:1': 'ai-labs/x:1', 'localhost:5000/x': 'localhost:5000/x:latest', 'ghcr.io/a/b:1': 'ghcr.io/a/b:1' };
    assert.deepEqual(Object.fromEntries(Object.keys(names).map((name) => [name, plainReference(name)])), names);
  });
});
