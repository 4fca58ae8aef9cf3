import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { systemCode, UserError } from '../../common/errors';
import { namesIn } from './imageArchive';
import { imagesName, type Manifest, manifestName, mostManifestBytes, mostParts, parseManifest, partProblem } from './manifest';
import { plainReference } from './references';
import { hostileBundle } from './refusal';
import { type Entry, readAt, scanTar } from './scanTar';

const pieceBytes = 256 * 1024;

/** A bundle whose manifest and entries agree. What is in the entries has not been compared with their digests yet. */
export class BundleFile {
  private constructor(
    private readonly handle: FileHandle,
    readonly manifest: Manifest,
    /** Stands for all of the bundle. SHA-256, hex. */
    readonly digest: string,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws UserError `bundle-refused`, `bundle-newer`, `bundle-missing` */
  static async open(file: string): Promise<BundleFile> {
    const handle = await open(file, 'r').catch((error: unknown) => {
      throw new UserError(`${file} cannot be read (${systemCode(error) ?? String(error)}).`, {
        code: 'bundle-missing', cause: error, action: { label: 'Choose another file', text: 'Name the file that `ai-labs bundle` made.' },
      });
    });
    try {
      const { size } = await handle.stat();
      const entries = new Map((await scanTar(handle, 0, size, mostParts + 1)).map((entry) => [entry.name, entry]));
      const own = entries.get(manifestName);
      if (!own || own.type !== 'file' || own.size > mostManifestBytes) {
        throw hostileBundle(`it has no ${manifestName}, so it is no bundle`);
      }
      const bytes = await readAt(handle, own.offset, own.size, size);
      const manifest = parseManifest(bytes.toString('utf8'));
      entries.delete(manifestName);
      compare(manifest, entries);
      return new BundleFile(handle, manifest, createHash('sha256').update(bytes).digest('hex'), entries);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Files of catalogs, as they are listed. */
  get files(): Manifest['parts'] {
    return this.manifest.parts.filter(({ path }) => path !== imagesName);
  }

  get images(): Manifest['parts'][number] | undefined {
    return this.manifest.parts.find(({ path }) => path === imagesName);
  }

  /** The bytes of a part as they are in the file. */
  read({ path, size }: Manifest['parts'][number]): Readable {
    return Readable.from(pieces(this.handle, this.entries.get(path)?.offset ?? 0, size), { objectMode: false });
  }

  /** Refuses images under names that the manifest does not tell of, and a list of images that are not there. */
  async refuseOtherImages(): Promise<void> {
    const entry = this.entries.get(imagesName);
    const told = new Set(this.manifest.images.map(({ reference }) => plainReference(reference)));
    const names = entry ? await namesIn(this.handle, entry.offset, entry.offset + entry.size) : new Set<string>();
    const other = [...names].find((name) => !told.has(name));
    if (other !== undefined) {
      throw hostileBundle(`it would put something in the place of the image ${other}, which it does not tell of`);
    }
    const missing = [...told].find((name) => !names.has(name));
    if (missing !== undefined) {
      throw hostileBundle(`the image ${missing} is not in it`);
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function* pieces(handle: FileHandle, offset: number, size: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < size;) {
    const length = Math.min(pieceBytes, size - done);
    yield await readAt(handle, offset + done, length, offset + size);
    done += length;
  }
}

/** Each part is an entry of just that size, and there is nothing else. */
function compare({ parts, labs }: Manifest, entries: ReadonlyMap<string, Entry>): void {
  const told = new Set(parts.map(({ path }) => path));
  const other = [...entries.keys()].find((name) => !told.has(name));
  if (other !== undefined || told.size < parts.length) {
    throw hostileBundle(other === undefined ? 'its list names a part twice' : `${JSON.stringify(other)} is in it and not in its list`);
  }
  for (const { path, size } of parts) {
    const entry = entries.get(path);
    const problem = path === imagesName ? undefined : partProblem(path);
    if (problem) {
      throw hostileBundle(`${JSON.stringify(path)} ${problem}`);
    }
    if (entry?.type !== 'file' || entry.size !== size) {
      throw hostileBundle(`${path} is not in it as its list says`);
    }
  }
  for (const { catalog, id, path } of labs) {
    if (!told.has(`catalogs/${catalog}/${path}/lab.yaml`) || path.split('/').pop() !== id) {
      throw hostileBundle(`the lab ${id} is not in it`);
    }
  }
}
