import { hostileBundle } from './refusal';

/**
 * Headers of tar archives whose content is too big for memory: POSIX ustar, sizes of 8 GiB and more in base 256.
 * Format: https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export const block = 512;

/** Bytes that fill an entry up to whole blocks. */
export function paddingOf(size: number): number {
  return (block - (size % block)) % block;
}

const octalMost = 8 ** 11 - 1;

/** @throws where the name fits no header: more than 255 bytes, or a last part of more than 100 */
export function tarHeader(name: string, size: number, mode: 0o644 | 0o755): Buffer {
  const [prefix, last] = split(name);
  const buffer = Buffer.alloc(block);
  buffer.write(last, 0, 'utf8');
  buffer.write(`${mode.toString(8).padStart(7, '0')}\0`, 100, 'latin1');
  buffer.write('0000000\0', 108, 'latin1');
  buffer.write('0000000\0', 116, 'latin1');
  if (size <= octalMost) {
    buffer.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  } else {
    buffer[124] = 0x80;
    buffer.writeBigUInt64BE(BigInt(size), 128);
  }
  buffer.write(`${(Date.UTC(2000, 0, 1) / 1000).toString(8).padStart(11, '0')}\0`, 136, 'latin1');
  buffer.write('        ', 148, 'latin1');
  buffer.write('0', 156, 'latin1');
  buffer.write('ustar\x0000', 257, 'latin1');
  buffer.write(prefix, 345, 'utf8');
  buffer.write(`${sum(buffer).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return buffer;
}

function split(name: string): [string, string] {
  if (Buffer.byteLength(name) <= 100) {
    return ['', name];
  }
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, last] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(last) <= 100 && Buffer.byteLength(prefix) <= 155) {
      return [prefix, last];
    }
  }
  throw new Error(`No header of a tar archive holds the name ${name}`);
}

export interface Header {
  name: string;
  /** The format's letter: `0` a file, `2` a link, `5` a folder, `x` more about the next entry. */
  type: string;
  size: number;
  target: string;
}

/** Reads a header as strictly as any reader would: what two readers could take differently is refused. */
export function readHeader(bytes: Buffer): Header {
  const checked = Buffer.from(bytes);
  checked.write('        ', 148, 'latin1');
  if (sum(checked) !== octal(bytes, 148, 8)) {
    throw hostileBundle('it is damaged, or no bundle at all');
  }
  const [name, prefix] = [text(bytes, 0, 100), text(bytes, 345, 155)];
  const magic = bytes.toString('latin1', 257, 262);
  if (magic !== 'ustar') {
    throw hostileBundle('it is an archive of a kind that is not read');
  }
  const letter = String.fromCharCode(bytes[156] ?? 0);
  return { name: prefix ? `${prefix}/${name}` : name, type: letter === '\0' ? '0' : letter, size: sizeOf(bytes), target: text(bytes, 157, 100) };
}

function sizeOf(bytes: Buffer): number {
  if ((bytes[124] ?? 0) < 0x80) {
    return octal(bytes, 124, 12);
  }
  const size = bytes.readBigUInt64BE(128);
  if (bytes[124] !== 0x80 || bytes.readUIntBE(125, 3) !== 0 || size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw hostileBundle('an entry of it claims an impossible size');
  }
  return Number(size);
}

function octal(bytes: Buffer, at: number, width: number): number {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(bytes.toString('latin1', at, at + width))?.[1];
  if (digits === undefined) {
    throw hostileBundle('it is damaged, or no bundle at all');
  }
  return parseInt(digits, 8);
}

function text(bytes: Buffer, at: number, width: number): string {
  const field = bytes.subarray(at, at + width);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? width : end);
}

function sum(bytes: Buffer): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}
