import { asBytes, quote, quoteBytes } from './shellText';

export interface Program {
  /** First of `driverCommand`'s standard input; commands follow. */
  stdin: Buffer;
}

/** Fixed for checks and for the driver: nothing the learner can write to comes first. */
export const fixedPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * What `exec` runs: reads a program's length in bytes on a line, then the program. `env -i` and absolute paths: neither the
 * service's environment nor its PATH reaches the driver. No locale, as loading one takes each tool half a millisecond.
 */
export const driverCommand = [
  '/usr/bin/env', '-i', `PATH=${fixedPath}`,
  '/bin/sh', '-c', 'read -r length && program=$(dd "bs=$length" count=1 iflag=fullblock 2>/dev/null) && eval "$program"', 'ai-labs',
];

/** Bigger files, and those with NUL bytes, travel outside the program's text; so do all once the text is long. */
const longestText = 128 * 1024;
const longestProgram = 1024 * 1024;

/** Builds a program line by line. Lines are `latin1`: every character is one byte (`asBytes`). */
export class ProgramWriter {
  private readonly lines: string[] = [];
  private readonly blobs: Uint8Array[] = [];
  private length = 0;

  line(text: string): void {
    this.lines.push(text);
    this.length += text.length;
  }

  /** A file in the container; `path` is a shell word. */
  file(path: string, content: Uint8Array): void {
    if (content.length <= longestText && this.length + content.length <= longestProgram && !content.includes(0)) {
      this.line(`w ${path} ${quoteBytes(content)}`);
    } else {
      this.line(`b ${path} ${content.length}`);
      this.blobs.push(content);
    }
  }

  finish(): Program {
    const text = Buffer.from(`${this.lines.join('\n')}\n`, 'latin1');
    return { stdin: Buffer.concat([Buffer.from(`${text.length}\n`), text, ...this.blobs]) };
  }
}

/** An `export` of these variables, or nothing to do. */
export function exportLine(variables: Record<string, string>): string {
  const words = Object.entries(variables).map(([name, value]) => `${name}=${quote(asBytes(value))}`);
  return words.length > 0 ? `export ${words.join(' ')}` : ':';
}
