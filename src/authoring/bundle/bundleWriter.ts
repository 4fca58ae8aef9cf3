import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted } from '../../common/cancellation';
import { systemCode, UserError } from '../../common/errors';
import type { Manifest } from './manifest';
import { block, paddingOf, tarHeader } from './tarHeader';

/**
 * Writes an archive beside the file it becomes, which has its name only when all of it is on the disk. Whoever opened it
 * closes it in any case: by `keep`, or by `drop`, which leaves nothing.
 */
export class BundleWriter {
  readonly parts: Manifest['parts'] = [];
  private at = 0;
  private closed = false;

  private constructor(private readonly file: string, private readonly partial: string, private readonly handle: FileHandle) {}

  static async open(file: string): Promise<BundleWriter> {
    const partial = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(4).toString('hex')}.partial`);
    return new BundleWriter(file, partial, await open(partial, 'wx').catch((error: unknown) => {
      throw unwritableBundle(error, file);
    }));
  }

  /** Adds a file. One that changes meanwhile is refused. */
  async addFile(name: string, source: string, signal?: AbortSignal): Promise<void> {
    const { size, mode } = await lstat(source);
    const executable = (mode & 0o111) !== 0;
    const written = await this.add(name, createReadStream(source), { executable, signal });
    if (written !== size) {
      throw new UserError(`${source} changed while the bundle was made.`, { code: 'bundle-changed', action: { label: 'Try Again', text: 'Make the bundle again.' } });
    }
  }

  /** Adds what comes, of whatever length. Returns its bytes. */
  async add(name: string, pieces: AsyncIterable<Uint8Array>, options: { executable?: boolean; onBytes?: (count: number) => void; signal?: AbortSignal } = {}): Promise<number> {
    const begin = this.at;
    const hash = createHash('sha256');
    let size = 0;
    this.at += block;
    for await (const piece of pieces) {
      throwIfAborted(options.signal);
      hash.update(piece);
      await this.write(piece);
      size += piece.length;
      options.onBytes?.(piece.length);
    }
    await this.write(Buffer.alloc(paddingOf(size)));
    await this.write(tarHeader(name, size, options.executable ? 0o755 : 0o644), begin);
    this.parts.push({ path: name, size, sha256: hash.digest('hex'), ...(options.executable ? { executable: true as const } : {}) });
    return size;
  }

  /** Ends the archive and gives it its name. Returns its bytes. */
  async keep(): Promise<number> {
    await this.write(Buffer.alloc(2 * block));
    try {
      await this.handle.sync();
      await this.close();
      await rename(this.partial, this.file);
    } catch (error) {
      throw unwritableBundle(error, this.file);
    }
    return this.at;
  }

  async drop(): Promise<void> {
    await this.close().catch(() => undefined);
    await rm(this.partial, { force: true });
  }

  private async close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      await this.handle.close();
    }
  }

  private async write(bytes: Uint8Array, at = this.at): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        done += (await this.handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
      }
    } catch (error) {
      throw unwritableBundle(error, this.file);
    }
    this.at = Math.max(this.at, at + bytes.length);
  }
}

/** A system error met while writing the file, as a UserError; anything else as it is. */
export function unwritableBundle(error: unknown, file: string): unknown {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new UserError(`${file} cannot be written: the disk is full.`, {
      code: 'disk-full', cause: error, action: { label: 'Free Some Space', text: 'Free some space there, or write the bundle to another disk.' },
    });
  }
  return code === undefined || error instanceof UserError ? error : new UserError(`${file} cannot be written (${code}).`, {
    code: 'bundle-unwritable', cause: error, action: { label: 'Choose another file', text: 'Name a file in a folder that is there and that you may write to.' },
  });
}
