import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { isUserError, UserError } from '../../common/errors';
import { packFiles, packFolder } from '../../session/catalogs/packRecords';
import type { Home } from '../../session/home';
import { partProblem } from '../bundle/manifest';
import { git, type GitOptions, runGit } from './git';
import type { PackSource } from './source';

const mostFiles = 20_000;
const mostBytes = 512 * 1024 ** 2;

export function refusedPack(what: string): UserError {
  return new UserError(`This lab pack is not taken: ${what}.`, { code: 'pack-refused', action: { label: 'Ask its maker', text: 'Ask who made the pack to take that out of it.' } });
}

/**
 * Fetches what a source names and lays out its labs, file by file out of git's own store: git checks nothing out, so no
 * filter, attribute, hook, link or submodule of the repository has any part in it. Returns the commit.
 * @throws UserError `git-missing`, `git-failed`, `pack-refused`; CancelledError
 */
export async function fetchPack(home: Home, source: PackSource, signal?: AbortSignal): Promise<string> {
  const store = path.join(packFolder(home, source.url), 'git');
  await mkdir(store, { recursive: true, mode: 0o700 });
  const options: GitOptions = { folder: store, signal, http: source.url.startsWith('http:') };
  await git(['init', '--quiet', '--bare', '--template=', '.'], options);
  const revision = await fetchRef(source, options);
  const commit = (await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], options)).toString('utf8').trim();
  const files = packFiles(home, source, commit);
  if (!(await stat(files).catch(() => undefined))) {
    await layOut(commit, files, options);
  }
  return commit;
}

/**
 * Fetches a branch, tag or commit, and returns what git calls it then. A server may refuse to name a commit that is no
 * branch's end: then all of it is fetched, and the commit is looked for in that.
 */
async function fetchRef({ url, ref }: PackSource, options: GitOptions): Promise<string> {
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-commit-graph', '--no-auto-gc'];
  try {
    await git([...fetch, '--depth=1', '--', url, ref ?? 'HEAD'], options);
    return 'FETCH_HEAD';
  } catch (error) {
    if (ref === undefined || !/^[0-9a-f]{7,64}$/.test(ref) || !isUserError(error) || error.code !== 'git-failed') {
      throw error;
    }
    await git([...fetch, '--force', '--', url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'], options);
    return ref;
  }
}

interface Blob {
  object: string;
  size: number;
  path: string;
  executable: boolean;
}

async function layOut(commit: string, files: string, options: GitOptions): Promise<void> {
  const blobs = await listLabs(commit, options);
  const aside = `${path.dirname(files)}.${randomBytes(4).toString('hex')}.partial`;
  try {
    for (const folder of new Set(blobs.map((blob) => path.dirname(path.join(aside, blob.path))))) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    await runGit(['cat-file', '--batch'], options, (output) => writeBlobs(output, blobs, aside), blobs.map(({ object }) => `${object}\n`).join(''));
    await mkdir(path.dirname(files), { recursive: true, mode: 0o700 });
    await rename(aside, files);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What of the tree is laid out: `labs/` and a career path. Format: `<mode> <type> <object> <size>\t<path>\0`. */
async function listLabs(commit: string, options: GitOptions): Promise<Blob[]> {
  const listed = (await git(['ls-tree', '-r', '-z', '--long', '--full-tree', commit, '--', 'labs', 'career-path.yaml'], options)).toString('utf8');
  const names = new Set<string>();
  let bytes = 0;
  const blobs = listed.split('\0').filter(Boolean).map((line): Blob => {
    const [, mode = '', type = '', object = '', size = '', name = ''] = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t([^]*)$/.exec(line) ?? [];
    if (type === 'commit' || mode === '160000') {
      throw refusedPack(`${name} is a submodule`);
    }
    if (type !== 'blob' || (mode !== '100644' && mode !== '100755')) {
      throw refusedPack(`${name || line} is a link, or no ordinary file`);
    }
    const problem = partProblem(`catalogs/pack/${name}`);
    if (problem || names.has(name.toLowerCase())) {
      throw refusedPack(problem ? `${name} ${problem}` : `${name} is in it twice, but for upper and lower case`);
    }
    names.add(name.toLowerCase());
    bytes += Number(size);
    return { object, size: Number(size), path: name, executable: mode === '100755' };
  });
  if (!blobs.some(({ path: name }) => name.startsWith('labs/'))) {
    throw refusedPack('it has no folder `labs`');
  }
  if (blobs.length > mostFiles || bytes > mostBytes) {
    throw refusedPack(`it has more than ${mostFiles} files, or ${mostBytes / 1024 ** 2} MiB`);
  }
  return blobs;
}

/** Reads `<object> <type> <size>\n<content>\n` for each blob in turn. */
async function writeBlobs(output: Readable, blobs: readonly Blob[], folder: string): Promise<void> {
  const pieces = (output as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const next = await pieces.next();
    if (next.done) {
      throw refusedPack('its repository is damaged');
    }
    rest = Buffer.concat([rest, next.value]);
  };
  for (const { object, size, path: name, executable } of blobs) {
    while (!rest.includes(10)) {
      await more();
    }
    const line = rest.subarray(0, rest.indexOf(10));
    if (line.toString('latin1') !== `${object} blob ${size}`) {
      throw refusedPack('its repository is damaged');
    }
    rest = rest.subarray(line.length + 1);
    const file = await open(path.join(folder, name), 'wx', executable ? 0o755 : 0o644);
    try {
      for (let left = size; left > 0;) {
        if (rest.length === 0) {
          await more();
        }
        const piece = rest.subarray(0, left);
        await file.writeFile(piece);
        left -= piece.length;
        rest = rest.subarray(piece.length);
      }
    } finally {
      await file.close();
    }
    while (rest.length === 0) {
      await more();
    }
    rest = rest.subarray(1);
  }
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    rest = Buffer.alloc(0);
  }
}
