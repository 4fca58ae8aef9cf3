/**
 * The words that run a script, as the kernel (and `env -S`) would read its first line; the script's path follows them.
 * The script is handed to its interpreter, so neither the run bit nor a `noexec` mount matters, and a missing
 * interpreter is known before anything starts. Undefined: not a script but a program, to be run as it is.
 */
export function interpreterOf(script: Uint8Array): string[] | undefined {
  if (script[0] === 0x7f && Buffer.from(script.subarray(1, 4)).toString('latin1') === 'ELF') {
    return undefined;
  }
  const head = Buffer.from(script.subarray(0, 1024)).toString('utf8');
  const line = /^#![ \t]*([^\n\r]*)/.exec(head)?.[1]?.trim();
  if (!line) {
    return ['sh'];
  }
  const space = line.search(/[ \t]/);
  const program = space < 0 ? line : line.slice(0, space);
  const argument = space < 0 ? '' : line.slice(space).trim();
  if (/(^|\/)env$/.test(program) && argument) {
    const words = argument.replace(/^(-S|--split-string=?)\s*/, '').split(/\s+/);
    return words[0]?.startsWith('-') || words[0]?.includes('=') ? [program, ...words] : words;
  }
  return argument ? [program, argument] : [program];
}

/** Whether carriage returns in this file are the accident of a checkout and not data. */
export function isScript(path: string, content: Uint8Array): boolean {
  return /\.(sh|bash|py)$/.test(path) || (content[0] === 0x23 && content[1] === 0x21);
}

/** Without the carriage return before each line feed. */
export function withoutCarriageReturns(content: Uint8Array): Uint8Array {
  const bytes = Buffer.from(content);
  return bytes.includes('\r\n') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : content;
}
