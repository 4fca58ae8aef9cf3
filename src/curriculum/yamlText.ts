import { isUtf8 } from 'node:buffer';
import type { TextRange } from './textRange';
import { fileStart } from './textRange';

/** Largest YAML or Markdown file that is read, in bytes. */
export const maxTextBytes = 1024 * 1024;

export type DecodedText =
  | { ok: true; text: string }
  | { ok: false; code: 'too-large' | 'not-utf8'; message: string; range: TextRange };

/** Bytes of a text file as text, without a byte order mark; refused when too large or not UTF-8. Never throws. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.byteLength > maxTextBytes) {
    return { ok: false, code: 'too-large', message: tooLargeMessage(bytes.byteLength), range: fileStart };
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isUtf8(buffer)) {
    return {
      ok: false,
      code: 'not-utf8',
      message: 'This file is not UTF-8 text. Save it with the encoding UTF-8 (in VS Code: "Save with Encoding").',
      range: firstBadByte(buffer),
    };
  }
  return { ok: true, text: withoutByteOrderMark(buffer.toString('utf8')) };
}

export function tooLargeMessage(bytes: number): string {
  const size = (bytes / maxTextBytes).toFixed(1);
  return `This file is ${size} MiB; at most 1 MiB is read. Move data and long scripts to files of their own.`;
}

export function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function firstBadByte(buffer: Buffer): TextRange {
  let line = 1;
  let start = 0;
  for (let newline = buffer.indexOf(10); newline >= 0 && isUtf8(buffer.subarray(start, newline)); ) {
    line++;
    start = newline + 1;
    newline = buffer.indexOf(10, start);
  }
  let column = 1;
  while (start < buffer.length) {
    const length = [1, 2, 3, 4].find((bytes) => start + bytes <= buffer.length && isUtf8(buffer.subarray(start, start + bytes)));
    if (length === undefined) {
      break;
    }
    column += length === 4 ? 2 : 1;
    start += length;
  }
  return { line, column, endLine: line, endColumn: column + 1 };
}
