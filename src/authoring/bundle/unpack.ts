import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { Writable as Sink } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isCancelled, CancelledError, systemCode } from '../../common/errors';
import type { BundleFile } from './bundleFile';
import { catalogsPrefix, type Manifest } from './manifest';
import { hostileBundle } from './refusal';

type Part = Manifest['parts'][number];

/** Systems say so where a file is to lie in a file, or a name is too long: names that agree on one machine only. */
const impossible = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL']);

/** Writes the files of a bundle into an empty folder, comparing each with its digest. What was written stays where it fails. */
export async function unpack(bundle: BundleFile, folder: string, onBytes: (count: number) => void, signal?: AbortSignal): Promise<void> {
  for (const part of bundle.files) {
    const file = path.join(folder, part.path.slice(catalogsPrefix.length));
    try {
      await mkdir(path.dirname(file), { recursive: true });
      const handle = await open(file, 'wx', part.executable ? 0o755 : 0o644);
      await verify(bundle, part, handle.createWriteStream(), onBytes, signal);
    } catch (error) {
      throw impossible.has(systemCode(error) ?? '') ? hostileBundle(`${part.path} cannot be a file beside the others`) : error;
    }
  }
}

/** Reads a part to its end and compares it with its digest. @throws UserError `bundle-refused`; CancelledError */
export async function verify(bundle: BundleFile, part: Part, to: Writable | undefined, onBytes: (count: number) => void, signal?: AbortSignal): Promise<void> {
  const hash = createHash('sha256');
  const sink = to ?? new Sink({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(bundle.read(part), async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece);
        onBytes(piece.length);
        yield piece;
      }
    }, sink, { signal });
  } catch (error) {
    throw isCancelled(error) ? new CancelledError() : error;
  }
  if (hash.digest('hex') !== part.sha256) {
    throw hostileBundle(`${part.path} is not what it was when the bundle was made`);
  }
}
