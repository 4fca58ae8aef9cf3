import { buffer } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { throwIfAborted } from '../../common/cancellation';
import { isCancelled, isUserError, messageOf, systemCode } from '../../common/errors';
import { type Intake, type IntakeLimits, isJunk, refused } from './intake';

/** Kinds of files in the upper half of `externalFileAttributes`, as `stat(2)` has them. */
const kinds = { mask: 0o170000, link: 0o120000, folder: 0o040000, file: 0o100000 };
/** Hosts that keep Unix modes there: Unix and macOS (APPNOTE.TXT 4.4.2.2). */
const unixHosts = new Set([3, 19]);
/** No path is longer, in bytes. */
const longestTarget = 4096;

/**
 * Takes a zip over. Sizes are counted as the bytes come, whatever the archive claims. Rejects with a UserError
 * (`hand-in-refused`) where it is no zip, damaged, encrypted, or names places outside of itself.
 */
export async function readZip(file: string, intake: Intake, limits: IntakeLimits, signal?: AbortSignal): Promise<void> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(file, { autoClose: false, strictFileNames: false });
    if (zip.entryCount > limits.entries) {
      throw intake.tooMany();
    }
    for await (const entry of zip.eachEntry()) {
      throwIfAborted(signal);
      await takeEntry(zip, entry, intake);
    }
    await intake.finish();
  } catch (error) {
    // A system error is ours (a full disk, say); the archive's own faults have no code, or zlib's.
    const code = systemCode(error);
    throw isUserError(error) || isCancelled(error) || (code !== undefined && !code.startsWith('Z_')) ? error : refused(`it is no zip that can be read (${messageOf(error)})`);
  } finally {
    zip?.close();
  }
}

async function takeEntry(zip: ZipFile, entry: Entry, intake: Intake): Promise<void> {
  const place = entry.fileName.replace(/\/+$/, '');
  if (place.split('/').some(isJunk)) {
    return;
  }
  if (entry.isEncrypted()) {
    throw refused('it is encrypted');
  }
  const mode = unixHosts.has(entry.versionMadeBy >>> 8) ? entry.externalFileAttributes >>> 16 : 0;
  const kind = mode & kinds.mask;
  if (entry.fileName.endsWith('/') || kind === kinds.folder) {
    await intake.makeFolder(place);
  } else if (kind === kinds.link) {
    intake.link(place, await targetOf(zip, entry, place));
  } else if (kind === kinds.file || kind === 0) {
    if (entry.uncompressedSize > intake.bytesLeft) {
      throw intake.tooLarge();
    }
    await intake.file(place, () => zip.openReadStreamPromise(entry), mode === 0 ? undefined : mode);
  } else {
    intake.leave(place, 'no file');
  }
}

async function targetOf(zip: ZipFile, entry: Entry, place: string): Promise<string> {
  if (entry.uncompressedSize > longestTarget) {
    throw refused(`its link ${place} is longer than any path`);
  }
  return (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8');
}
