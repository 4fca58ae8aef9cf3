/**
 * Writes tar archives (POSIX ustar, GNU long names) byte for byte the same from the same entries, so that their digest
 * can stand for their content, and whatever system they are made on.
 * Format: https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export interface TarEntry {
  /** Relative, with forward slashes. */
  path: string;
  type: 'file' | 'directory' | 'link';
  mode: number;
  uid?: number;
  gid?: number;
  content?: Uint8Array;
  /** Target of a symbolic link. */
  target?: string;
}

const block = 512;
/** Every file's time, in seconds: the same for all, and late enough for formats that begin in 1980 (zip). */
const modified = Date.UTC(2000, 0, 1) / 1000;
const types = { file: '0', link: '2', directory: '5' } as const;

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

function header(
  name: string,
  type: string,
  mode: number,
  uid: number,
  gid: number,
  size: number,
  target: string,
): Buffer {
  const buffer = Buffer.alloc(block);
  buffer.write(name, 0, 100, 'utf8');
  buffer.write(octal(mode & 0o7777, 8), 100, 'latin1');
  buffer.write(octal(uid, 8), 108, 'latin1');
  buffer.write(octal(gid, 8), 116, 'latin1');
  buffer.write(octal(size, 12), 124, 'latin1');
  buffer.write(octal(modified, 12), 136, 'latin1');
  buffer.write('        ', 148, 'latin1');
  buffer.write(type, 156, 'latin1');
  buffer.write(target, 157, 100, 'utf8');
  buffer.write('ustar\x0000', 257, 'latin1');
  const sum = buffer.reduce((total, byte) => total + byte, 0);
  buffer.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return buffer;
}

function padding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

/** A name or link target that does not fit its field goes before the entry, in one of its own. */
function longName(text: string, type: 'L' | 'K'): Buffer[] {
  const content = Buffer.from(`${text}\0`, 'utf8');
  return [header('././@LongLink', type, 0, 0, 0, content.length, ''), content, padding(content.length)];
}

export function packTar(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const name = entry.type === 'directory' ? `${entry.path}/` : entry.path;
    const target = entry.target ?? '';
    const content = Buffer.from(entry.content ?? new Uint8Array());
    if (Buffer.byteLength(name) > 100) {
      parts.push(...longName(name, 'L'));
    }
    if (Buffer.byteLength(target) > 100) {
      parts.push(...longName(target, 'K'));
    }
    parts.push(
      header(name, types[entry.type], entry.mode, entry.uid ?? 0, entry.gid ?? 0, content.length, target),
    );
    parts.push(content, padding(content.length));
  }
  parts.push(Buffer.alloc(block * 2));
  return Buffer.concat(parts);
}

/** The regular files, folders and links of an archive the engine sent. Extended headers beyond long names are skipped. */
export function readTar(archive: Buffer): TarEntry[] {
  const entries: TarEntry[] = [];
  const text = (start: number, length: number): string =>
    archive.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  let nextName: string | undefined;
  let nextTarget: string | undefined;
  for (let at = 0; at + block <= archive.length && archive[at] !== 0;) {
    const size = parseInt(text(at + 124, 12).trim() || '0', 8);
    const type = String.fromCharCode(archive[at + 156] ?? 0);
    const content = archive.subarray(at + block, at + block + size);
    if (type === 'L') {
      nextName = content.toString('utf8').replace(/\0.*$/s, '');
    } else if (type === 'K') {
      nextTarget = content.toString('utf8').replace(/\0.*$/s, '');
    } else if (type === 'x' || type === 'g') {
      const records = content.toString('utf8');
      nextName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records)?.[1] ?? nextName;
      nextTarget = /(?:^|\n)\d+ linkpath=([^\n]*)\n/.exec(records)?.[1] ?? nextTarget;
    } else {
      const prefix = text(at + 345, 155);
      const name = nextName ?? (prefix ? `${prefix}/${text(at, 100)}` : text(at, 100));
      const kind =
        type === '5'
          ? 'directory'
          : type === '2'
            ? 'link'
            : type === '0' || type === '\0' || type === '1'
              ? 'file'
              : undefined;
      // A further name of a file that came before.
      const same = type === '1' ? (nextTarget ?? text(at + 157, 100)) : undefined;
      if (kind) {
        entries.push({
          path: name.replace(/\/$/, ''),
          type: kind,
          mode: parseInt(text(at + 100, 8).trim() || '0', 8) & 0o7777,
          uid: parseInt(text(at + 108, 8).trim() || '0', 8),
          gid: parseInt(text(at + 116, 8).trim() || '0', 8),
          content: kind === 'file' ? (same === undefined ? content : entries.find((entry) => entry.path === same)?.content) : undefined,
          target: kind === 'link' ? (nextTarget ?? text(at + 157, 100)) : undefined,
        });
      }
      nextName = nextTarget = undefined;
    }
    at += block + size + ((block - (size % block)) % block);
  }
  return entries;
}
