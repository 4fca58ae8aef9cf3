import type { FileHandle } from 'node:fs/promises';
import { hostileBundle } from './refusal';
import { block, paddingOf, readHeader } from './tarHeader';

/** An entry of an archive that stays on disk. */
export interface Entry {
  name: string;
  type: 'file' | 'folder' | 'link';
  /** Of a file's content, in bytes, and where it begins in the file. */
  size: number;
  offset: number;
  /** Of a link. */
  target: string;
}

const types: Partial<Record<string, Entry['type']>> = { 0: 'file', 2: 'link', 5: 'folder' };
/** Zeros that programs put after an archive's end, at most. */
const mostZeros = 1024 ** 2;
const mostRecords = 64 * 1024;

/**
 * Lists an archive that lies in a part of a file, by its headers alone: the content is passed over. Refused are entries of
 * other kinds than files, folders and links, and names that come twice, also where only their case differs.
 */
export async function scanTar(file: FileHandle, from: number, to: number, most: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  const names = new Set<string>();
  let at = from;
  for (;;) {
    const bytes = await readAt(file, at, block, to);
    if (bytes.every((byte) => byte === 0)) {
      break;
    }
    const header = readHeader(bytes);
    const offset = at + block;
    const end = offset + header.size + paddingOf(header.size);
    if (end > to) {
      throw hostileBundle('it is not whole');
    }
    const type = types[header.type];
    if (type) {
      const name = type === 'folder' ? header.name.replace(/\/$/, '') : header.name;
      if (names.has(name.toLowerCase())) {
        throw hostileBundle(`${name} is in it twice`);
      }
      if (type !== 'file' && header.size > 0) {
        throw hostileBundle(`${name} is no file and yet has content`);
      }
      names.add(name.toLowerCase());
      entries.push({ name, type, size: header.size, offset, target: type === 'link' ? header.target : '' });
    } else if (header.type === 'x' && header.size <= mostRecords) {
      refuseRenames((await readAt(file, offset, header.size, to)).toString('utf8'));
    } else {
      throw hostileBundle(`${header.name} is of a kind that is not read`);
    }
    if (entries.length > most) {
      throw hostileBundle(`it has more than ${most} entries`);
    }
    at = end;
  }
  await refuseMore(file, at, to);
  return entries;
}

/** Bytes of a file that must be there. */
export async function readAt(file: FileHandle, at: number, length: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = at + length > to ? { bytesRead: -1 } : await file.read(buffer, 0, length, at);
  if (bytesRead !== length) {
    throw hostileBundle('it is not whole');
  }
  return buffer;
}

/** Records of the next entry may tell its times; its name, target and size are what its header says. */
function refuseRenames(records: string): void {
  if (/(^|\n)\d+ (path|linkpath|size|GNU\.)/.test(records)) {
    throw hostileBundle('an entry of it has two names or sizes');
  }
}

/** What follows the end is read by some programs and not by others. */
async function refuseMore(file: FileHandle, at: number, to: number): Promise<void> {
  const rest = to - at > mostZeros ? undefined : await readAt(file, at, to - at, to);
  if (!rest || rest.some((byte) => byte !== 0)) {
    throw hostileBundle('something follows its end');
  }
}
